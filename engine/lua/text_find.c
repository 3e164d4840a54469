/* Words of corpora in Lua: tables of them, keyness, TF-IDF, and where entries stand (keyword in context). */
#include <limits.h>
#include <string.h>

#include <lauxlib.h>

#include "base/utf8.h"
#include "lua/bindings.h"
#include "lua/held.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/text.h"
#include "lua/watch.h"
#include "stats/keyness.h"
#include "text/table.h"
#include "text/tokens.h"

static void push_word(lua_State *L, const struct bal_types *words, uint32_t word)
{
    size_t len;
    const unsigned char *text = bal_types_word(words, word, &len);

    lua_pushlstring(L, (const char *)text, len);
}

/* A block that the collector frees with `release`. It begins with its allocator, whose address the rest
 * may keep. */
struct block {
    struct bal_mem mem;
    union {
        struct bal_word_table table;
        struct bal_tfidf_list tfidf;
        struct {
            struct bal_found *item;
            size_t n;
        } found;
    } as;
};

static struct block *push_block(lua_State *L, lua_CFunction release)
{
    struct block *block = lua_newuserdatauv(L, sizeof *block, 0);

    memset(block, 0, sizeof *block);
    block->mem = bal_lua_mem(L);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, release);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    return block;
}

/* Keyness -------------------------------------------------------------------------------------- */

static int table_gc(lua_State *L)
{
    bal_word_table_free(&((struct block *)lua_touserdata(L, 1))->as.table);
    return 0;
}

static void push_keyness(lua_State *L, const struct bal_word_table *t, uint32_t w,
                         const struct bal_keyness *k)
{
    lua_createtable(L, 0, 10);
    push_word(L, &t->words, w);
    lua_setfield(L, -2, "word");
    bal_set_count(L, "a", (double)t->count[w]);
    bal_set_count(L, "b", (double)t->count[t->nwords + w]);
    bal_set_count(L, "texts_a", t->texts[w]);
    bal_set_count(L, "texts_b", t->texts[t->nwords + w]);
    bal_set_number(L, "g2", k->g2);
    bal_set_number(L, "p", k->p);
    bal_set_number(L, "ratio", k->ratio);
    bal_set_number(L, "low", k->low);
    bal_set_number(L, "high", k->high);
}

/* core.keyness(corpus, { 0, 1 or 2 of each text }, level, least) -> list of words that stand at least
 * `least` times in both groups together, total of the first, total of the second, words in all */
static int keyness(lua_State *L)
{
    const struct bal_corpus *c = bal_check_corpus(L, 1)->corpus;
    double level = luaL_checknumber(L, 3), least = luaL_checknumber(L, 4);
    uint32_t *group = bal_push_array(L, c->ntexts, sizeof *group);
    struct block *block = push_block(L, table_gc);
    struct bal_word_table *t = &block->as.table;
    struct bal_error err;
    lua_Integer n = 0;

    bal_check_list(L, 2);
    for (size_t i = 0; i < c->ntexts; i++) {
        lua_Integer of;

        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        of = lua_tointeger(L, -1);
        lua_pop(L, 1);
        luaL_argcheck(L, of >= 0 && of <= 2, 2, "a group is 0, 1 or 2");
        group[i] = (uint32_t)of;
    }
    if (bal_word_table_make(&block->mem, c, group, 2, t, &err) != 0)
        return bal_raise_error(L, &err);
    lua_newtable(L);
    for (uint32_t w = 0; w < t->nwords; w++) {
        double a = (double)t->count[w], b = (double)t->count[t->nwords + w];
        struct bal_keyness k;

        if (a + b < least)
            continue;
        if (bal_keyness(a, (double)t->total[0], b, (double)t->total[1], level, &k, &err) != 0)
            return bal_raise_error(L, &err);
        push_keyness(L, t, w, &k);
        lua_rawseti(L, -2, ++n);
    }
    lua_pushinteger(L, (lua_Integer)t->total[0]);
    lua_pushinteger(L, (lua_Integer)t->total[1]);
    lua_pushinteger(L, (lua_Integer)t->nwords);
    return 4;
}

static int keyness_needed(lua_State *L) /* core.keyness_needed(p) -> the G2 that has it */
{
    double p = luaL_checknumber(L, 1);

    if (!(p > 0 && p <= 1))
        return bal_raise(L, "a p lies between 0 and 1, not at %f", p);
    lua_pushnumber(L, bal_keyness_needed(p));
    return 1;
}

/* TF-IDF --------------------------------------------------------------------------------------- */

static int tfidf_gc(lua_State *L)
{
    bal_tfidf_free(&((struct block *)lua_touserdata(L, 1))->as.tfidf);
    return 0;
}

static int tf_named(const char *name)
{
    return strcmp(name, "share") == 0   ? BAL_TF_SHARE
           : strcmp(name, "count") == 0 ? BAL_TF_COUNT
           : strcmp(name, "log") == 0   ? BAL_TF_LOG
                                        : -1;
}

/* core.tfidf(corpus, most, { tf = }) -> { { { word =, count =, texts =, weight = }, ... }, ... } */
static int tfidf(lua_State *L)
{
    static const char *const known[] = {"share", "count", "log", NULL};
    const struct bal_corpus *c = bal_check_corpus(L, 1)->corpus;
    size_t most = bal_check_count(L, 2, 0, LUA_MAXINTEGER, "how many words");
    enum bal_tf tf = (enum bal_tf)bal_option_choice(L, 3, "tf", "share", tf_named, known);
    struct block *block = push_block(L, tfidf_gc);
    struct bal_tfidf_list *list = &block->as.tfidf;
    struct bal_error err;

    if (bal_tfidf(&block->mem, c, tf, most, list, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, (int)list->ntexts, 0);
    for (size_t i = 0; i < list->ntexts; i++) {
        lua_createtable(L, (int)list->n[i], 0);
        for (size_t k = 0; k < list->n[i]; k++) {
            const struct bal_tfidf *item = &list->item[i * list->most + k];

            lua_createtable(L, 0, 4);
            push_word(L, &list->table.words, item->word);
            lua_setfield(L, -2, "word");
            bal_set_count(L, "count", item->count);
            bal_set_count(L, "texts", item->texts);
            bal_set_number(L, "weight", item->weight);
            lua_rawseti(L, -2, (lua_Integer)k + 1);
        }
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* Finding -------------------------------------------------------------------------------------- */

static int found_gc(lua_State *L)
{
    struct block *block = lua_touserdata(L, 1);

    bal_free(&block->mem, block->as.found.item, block->as.found.n * sizeof *block->as.found.item);
    block->as.found.item = NULL;
    return 0;
}

/* core.find(corpus, dictionary, most, plain) -> { text, entry, word, words, text, entry, ... }, all
 * from 1 */
static int find(lua_State *L)
{
    struct bal_count_spec spec = {.corpus = bal_check_corpus(L, 1)->corpus,
                                  .dictionary = bal_check_dictionary(L, 2)->dictionary,
                                  .plain = lua_toboolean(L, 4)};
    size_t most = bal_check_count(L, 3, 0, LUA_MAXINTEGER, "how many places"), n;
    struct block *block = push_block(L, found_gc);
    const struct bal_found *item;
    struct bal_error err;
    lua_Integer at = 0;

    if (bal_find(&block->mem, &spec, most, &block->as.found.item, &n, &err) != 0)
        return bal_raise_error(L, &err);
    block->as.found.n = n;
    item = block->as.found.item;
    lua_createtable(L, n <= INT_MAX / 4 ? (int)(4 * n) : 0, 0);
    for (size_t i = 0; i < n; i++) {
        const lua_Integer row[] = {item[i].text + 1, item[i].entry + 1, item[i].word + 1,
                                   item[i].words};

        for (size_t k = 0; k < 4; k++) {
            lua_pushinteger(L, row[k]);
            lua_rawseti(L, -2, ++at);
        }
    }
    return 1;
}

/* core.spans(text, turkic, split hyphens, { word, ... }) -> { from, to, ... }: where the words with
 * these numbers, ascending, stand in the text, as string.sub wants it */
static int spans(lua_State *L)
{
    size_t n, want = 1, have = bal_check_list(L, 4);
    const char *text = luaL_checklstring(L, 1, &n);
    struct bal_letters *letters = lua_newuserdatauv(L, sizeof *letters, 0);
    struct bal_tokens *tokens = lua_newuserdatauv(L, sizeof *tokens, 0);

    bal_letters_init(letters, lua_toboolean(L, 2));
    bal_tokens_start(tokens, letters, lua_toboolean(L, 3), text, n);
    lua_newtable(L);
    for (lua_Integer word = 1; want <= have && bal_tokens_next(tokens); word++) {
        while (want <= have) {
            lua_Integer number;

            lua_rawgeti(L, 4, (lua_Integer)want);
            number = lua_tointeger(L, -1);
            lua_pop(L, 1);
            if (number != word)
                break;
            lua_pushinteger(L, (lua_Integer)tokens->from + 1);
            lua_rawseti(L, -2, (lua_Integer)(2 * want - 1));
            lua_pushinteger(L, (lua_Integer)tokens->to);
            lua_rawseti(L, -2, (lua_Integer)(2 * want));
            want++;
        }
    }
    return 1;
}

/* Showing -------------------------------------------------------------------------------------- */

/* The text on one line: each run of spaces, line ends and controls becomes one space, what is not
 * UTF-8 becomes U+FFFD. */
static void flatten(struct bal_buf *out, const unsigned char *s, size_t n)
{
    bool space = false;

    for (size_t i = 0, size; i < n; i += size) {
        int32_t c = bal_utf8_next(s + i, n - i, &size);
        bool blank = c >= 0 && bal_letter_is_space(c);

        if (blank && !space)
            bal_buf_addc(out, ' ');
        else if (c < 0)
            bal_buf_adds(out, "\xEF\xBF\xBD");
        else if (!blank)
            bal_buf_add(out, (const char *)s + i, size);
        space = blank;
    }
}

static size_t columns(const unsigned char *s, size_t n)
{
    size_t sum = 0;

    for (size_t i = 0, size; i < n; i += size) {
        int width = bal_letter_width(bal_utf8_next(s + i, n - i, &size));

        sum += width > 0 ? (size_t)width : 0;
    }
    return sum;
}

/* core.clip(text, columns, "left" | "right") -> as much of the text as the columns of a terminal hold,
 * on one line, filled up with spaces: its end, set to the right ("left", what stands left of a word),
 * or its beginning. Without columns: all of it, and its width. */
static int clip(lua_State *L)
{
    bool left = strcmp(luaL_optstring(L, 3, "right"), "left") == 0, open = lua_isnoneornil(L, 2);
    size_t n, width, want = open ? 0 : bal_check_count(L, 2, 0, BAL_OPTION_MOST, "a width");
    const char *text = luaL_checklstring(L, 1, &n);
    struct bal_buf *flat = bal_push_buf(L);
    const unsigned char *s;
    size_t from = 0, to;
    luaL_Buffer b;

    flatten(flat, (const unsigned char *)text, n);
    if (flat->failed)
        return bal_raise_memory(L);
    s = (const unsigned char *)bal_buf_text(flat);
    to = flat->len;
    width = columns(s, to);
    if (open) {
        lua_pushlstring(L, (const char *)s, to);
        lua_pushinteger(L, (lua_Integer)width);
        return 2;
    }
    for (size_t size = 1; width > want; size = 1) {
        if (left) {
            bal_utf8_next(s + from, to - from, &size);
            width -= columns(s + from, size);
            from += size;
        } else {
            while ((s[to - size] & 0xC0u) == 0x80u)
                size++;
            to -= size;
            width -= columns(s + to, size);
        }
    }
    luaL_buffinit(L, &b);
    for (size_t k = width; left && k < want; k++)
        luaL_addchar(&b, ' ');
    luaL_addlstring(&b, (const char *)s + from, to - from);
    for (size_t k = width; !left && k < want; k++)
        luaL_addchar(&b, ' ');
    luaL_pushresult(&b);
    return 1;
}

const luaL_Reg bal_text_finders[] = {{"keyness", keyness}, {"keyness_needed", keyness_needed},
                                     {"tfidf", tfidf},     {"find", find},
                                     {"spans", spans},     {"clip", clip},
                                     {NULL, NULL}};
