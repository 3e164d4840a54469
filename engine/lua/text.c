/* Corpora and dictionaries in Lua (engine/text): what a script calls is in scripts/balassa. Here files
 * meet the readers of dictionaries, which take bytes. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <lauxlib.h>

#include "io/file.h"
#include "lua/bindings.h"
#include "lua/held.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/sandbox.h"
#include "lua/text.h"
#include "lua/watch.h"
#include "stats/proportion.h"
#include "text/stem.h"
#include "text/tokens.h"

/* Dictionaries --------------------------------------------------------------------------------- */

static const struct bal_class dictionary_class;

const struct lua_dictionary *bal_check_dictionary(lua_State *L, int index)
{
    const struct lua_dictionary *d = luaL_checkudata(L, index, "balassa.dictionary");

    if (d->closed || d->dictionary == NULL)
        bal_raise(L, "this dictionary was closed");
    return d;
}

static const struct bal_dictionary *check(lua_State *L)
{
    return bal_check_dictionary(L, 1)->dictionary;
}

static int dictionary_gc(lua_State *L)
{
    struct lua_dictionary *d = luaL_checkudata(L, 1, "balassa.dictionary");

    d->closed = true;
    bal_dictionary_free(d->dictionary);
    d->dictionary = NULL;
    return 0;
}

static int dictionary_close(lua_State *L)
{
    struct lua_dictionary *d = luaL_checkudata(L, 1, "balassa.dictionary");

    d->closed = true;
    return 0;
}

static struct lua_dictionary *push_dictionary(lua_State *L, const char *name)
{
    struct lua_dictionary *d = lua_newuserdatauv(L, sizeof *d, 1);

    d->dictionary = NULL;
    d->closed = false;
    d->mem = bal_lua_mem(L);
    bal_class_set(L, &dictionary_class);
    lua_pushstring(L, name);
    lua_setiuservalue(L, -2, 1);
    return d;
}

/* "summary\nfile:line: ...\n..." */
static int push_faults(lua_State *L, const struct bal_error *err, struct bal_buf *faults)
{
    while (faults->len > 0 && faults->data[faults->len - 1] == '\n')
        faults->data[--faults->len] = '\0';
    lua_pushfstring(L, "%s\n%s", err->message, bal_buf_text(faults));
    return bal_push_failure_text(L, err->code, lua_tostring(L, -1));
}

/* core.dictionary(path, format or nil, name) -> dictionary | nil, message */
static int dictionary_load(lua_State *L)
{
    const char *path = luaL_checkstring(L, 1), *name = luaL_checkstring(L, 3);
    int format = lua_isnil(L, 2) ? bal_dictionary_format_of(path)
                                 : bal_dictionary_format_named(luaL_checkstring(L, 2));
    struct lua_dictionary *d;
    struct bal_buf *bytes, *faults;
    struct bal_error err;
    int code;

    lua_settop(L, 3);
    d = push_dictionary(L, name);
    bytes = bal_push_buf(L);
    faults = bal_push_buf(L);
    code = bal_sandbox_may_read(L, path, &err);
    if (code != 0)
        return bal_push_failure(L, &err);
    code = bal_file_slurp(path, BAL_DICTIONARY_BYTES, NULL, bytes, &err);
    if (code != 0) {
        struct bal_error told = err;

        bal_fail(&told, code, "%s: %s", path, err.message);
        return bal_push_failure(L, &told);
    }
    if (format < 0)
        return bal_raise(L,
                         "the name '%s' does not tell the format of a dictionary; give it with "
                         "{ format = }: dic, lc3, ykd, cat, yaml or list",
                         path);
    code = bal_dictionary_read(&d->mem, (enum bal_dictionary_format)format, bal_buf_text(bytes),
                               bytes->len, path, name, &d->dictionary, faults, &err);
    if (code != 0)
        return faults->len > 0 && code != BAL_EMEM ? push_faults(L, &err, faults)
                                                   : bal_push_failure(L, &err);
    lua_pushvalue(L, 4);
    return 1;
}

/* core.is_file(path) -> whether a script may read a file there */
static int is_file(lua_State *L)
{
    const char *path = luaL_checkstring(L, 1);
    struct stat st;
    struct bal_error err;

    lua_pushboolean(L, bal_sandbox_may_read(L, path, &err) == 0 && stat(path, &st) == 0 &&
                           S_ISREG(st.st_mode));
    return 1;
}

/* Adds the entry of the table at the top; its path is left above it. */
static void add_made(lua_State *L, struct bal_dictionary *d)
{
    int entry = lua_gettop(L);
    const char *text = bal_option_string(L, entry, "text", NULL);
    uint32_t category = BAL_NO_CATEGORY;
    struct bal_error err;
    int code = 0;

    lua_pushliteral(L, "path");
    if (lua_rawget(L, entry) != LUA_TTABLE || text == NULL)
        bal_raise(L, "an entry of a dictionary is a text and the path of its category");
    for (size_t k = 1; code == 0 && k <= lua_rawlen(L, entry + 1); k++) {
        const char *name = bal_item_string(L, entry + 1, (lua_Integer)k, "category");

        code = bal_dictionary_add_category(d, category, name, strlen(name), 0, &category, &err);
    }
    if (code == 0)
        code = bal_dictionary_add_entry(d, category, text, strlen(text),
                                        bal_option_number(L, entry, "weight", 1), 0, &err);
    if (code != 0)
        bal_raise_error(L, &err);
}

/* core.dictionary_made(name, { { path = { "A", "B" }, text =, weight = }, ... }) -> dictionary */
static int dictionary_made(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    size_t n = bal_check_list(L, 2);
    struct lua_dictionary *d;
    struct bal_error err;

    lua_settop(L, 2);
    d = push_dictionary(L, name);
    if (bal_dictionary_new(&d->mem, BAL_FORMAT_LIST, &d->dictionary, &err) != 0)
        return bal_raise_error(L, &err);
    for (size_t i = 1; i <= n; i++) {
        bal_push_item_table(L, 2, (lua_Integer)i, "entry");
        add_made(L, d->dictionary);
        lua_settop(L, 3);
    }
    return 1;
}

static void push_path(lua_State *L, const struct bal_dictionary *d, uint32_t category)
{
    lua_pushstring(L, bal_dictionary_text(d, d->category[category].path));
}

static int dictionary_categories(lua_State *L) /* dictionary:categories() -> list of paths */
{
    const struct bal_dictionary *d = check(L);

    lua_createtable(L, (int)d->ncategories, 0);
    for (size_t i = 0; i < d->ncategories; i++) {
        push_path(L, d, (uint32_t)i);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* dictionary:entries([category]) -> list of { entry =, category =, weight =, line = } */
static int dictionary_entries(lua_State *L)
{
    const struct bal_dictionary *d = check(L);
    const char *only = luaL_optstring(L, 2, NULL);
    bool known = only == NULL;
    lua_Integer n = 0;

    lua_newtable(L);
    for (size_t i = 0; i < d->nentries; i++) {
        const struct bal_entry *e = &d->entry[i];
        uint32_t c = e->category;

        while (only != NULL && c != BAL_NO_CATEGORY &&
               strcmp(bal_dictionary_text(d, d->category[c].path), only) != 0)
            c = d->category[c].parent;
        if (c == BAL_NO_CATEGORY)
            continue;
        lua_createtable(L, 0, 4);
        lua_pushstring(L, bal_dictionary_text(d, e->text));
        lua_setfield(L, -2, "entry");
        push_path(L, d, e->category);
        lua_setfield(L, -2, "category");
        lua_pushnumber(L, e->weight);
        lua_setfield(L, -2, "weight");
        lua_pushinteger(L, e->line);
        lua_setfield(L, -2, "line");
        lua_rawseti(L, -2, ++n);
    }
    for (size_t i = 0; !known && i < d->ncategories; i++)
        known = strcmp(bal_dictionary_text(d, d->category[i].path), only) == 0;
    if (!known) {
        lua_settop(L, 2);
        dictionary_categories(L);
        return bal_raise_unknown(L, "the dictionary has no category", only, 3);
    }
    return 1;
}

static int field_name(lua_State *L)
{
    check(L);
    lua_getiuservalue(L, 1, 1);
    return 1;
}

static int field_n(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)check(L)->nentries);
    return 1;
}

static int field_format(lua_State *L)
{
    lua_pushstring(L, bal_dictionary_format_name(check(L)->format));
    return 1;
}

static int field_weighted(lua_State *L)
{
    lua_pushboolean(L, check(L)->weighted);
    return 1;
}

static int dictionary_tostring(lua_State *L)
{
    enum { MOST = 20 };
    const struct bal_dictionary *d = check(L);
    luaL_Buffer b;

    luaL_buffinit(L, &b);
    lua_getiuservalue(L, 1, 1);
    lua_pushfstring(L, "dictionary %s: %I entries in %I categories%s", lua_tostring(L, -1),
                    (lua_Integer)d->nentries, (lua_Integer)d->ncategories,
                    d->weighted ? ", weighted" : "");
    lua_remove(L, -2);
    luaL_addvalue(&b);
    for (size_t c = 0; c < d->ncategories && c < MOST; c++) {
        lua_Integer n = 0;

        for (size_t i = 0; i < d->nentries; i++)
            n += d->entry[i].category == c;
        lua_pushfstring(L, "\n  %s  %I", bal_dictionary_text(d, d->category[c].path), n);
        luaL_addvalue(&b);
    }
    if (d->ncategories > MOST) {
        lua_pushfstring(L, "\n  ... %I more", (lua_Integer)(d->ncategories - MOST));
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
    return 1;
}

static const luaL_Reg dictionary_methods[] = {
    {"categories", dictionary_categories}, {"entries", dictionary_entries}, {NULL, NULL}};
static const luaL_Reg dictionary_fields[] = {{"name", field_name},
                                             {"n", field_n},
                                             {"format", field_format},
                                             {"weighted", field_weighted},
                                             {NULL, NULL}};
static const luaL_Reg dictionary_meta[] = {{"__tostring", dictionary_tostring},
                                           {"__len", field_n},
                                           {"__gc", dictionary_gc},
                                           {"__close", dictionary_close},
                                           {NULL, NULL}};
static const struct bal_class dictionary_class = {
    .tname = "balassa.dictionary",
    .what = "a dictionary",
    .methods = dictionary_methods,
    .fields = dictionary_fields,
    .meta = dictionary_meta,
};

/* Corpora -------------------------------------------------------------------------------------- */

static const char CORPUS[] = "balassa.corpus_core";

const struct lua_corpus *bal_check_corpus(lua_State *L, int index)
{
    const struct lua_corpus *c = luaL_checkudata(L, index, CORPUS);

    if (c->closed || c->corpus == NULL)
        bal_raise(L, "this corpus was closed");
    return c;
}

static int corpus_gc(lua_State *L)
{
    struct lua_corpus *c = luaL_checkudata(L, 1, CORPUS);

    c->closed = true;
    bal_corpus_free(c->corpus);
    c->corpus = NULL;
    return 0;
}

static int corpus_close(lua_State *L)
{
    struct lua_corpus *c = luaL_checkudata(L, 1, CORPUS);

    c->closed = true;
    return 0;
}

static struct bal_language *read_languages(lua_State *L, int index, size_t *n)
{
    struct bal_language *list;

    *n = bal_check_list(L, index);
    list = bal_push_array(L, *n, sizeof *list);
    for (size_t i = 0; i < *n; i++) {
        const char *stemmer;

        bal_push_item_table(L, index, (lua_Integer)i + 1, "language");
        stemmer = bal_option_string(L, lua_gettop(L), "stemmer", NULL);
        list[i].stemmer = stemmer == NULL ? NULL : bal_stemmer_named(stemmer);
        lua_pushliteral(L, "turkic");
        lua_rawget(L, -2);
        list[i].turkic = lua_toboolean(L, -1);
        lua_pop(L, 2);
    }
    return list;
}

/* The texts of the list at 1 and the numbers of their languages at 2. */
static struct bal_text *read_texts(lua_State *L, size_t *n, size_t nlanguages)
{
    struct bal_text *text;

    *n = bal_check_list(L, 1);
    bal_check_list(L, 2);
    text = bal_push_array(L, *n, sizeof *text);
    for (size_t i = 0; i < *n; i++) {
        lua_Integer item = (lua_Integer)i + 1;

        text[i].language =
            (uint32_t)bal_item_count(L, 2, item, 1, nlanguages, "the language of a text") - 1;
        (void)bal_item_string(L, 1, item, "text");
        lua_rawgeti(L, 1, item);
        text[i].bytes = lua_tolstring(L, -1, &text[i].n); /* the list keeps it */
        lua_pop(L, 1);
    }
    return text;
}

/* core.corpus({ text, ... }, { number of its language, ... }, { { turkic =, stemmer = }, ... },
 * split hyphens) -> corpus. The texts are strings. */
static int corpus_new(lua_State *L)
{
    struct bal_corpus_spec spec = {.split_hyphens = lua_toboolean(L, 4)};
    struct lua_corpus *c;
    struct lua_watch watch;
    struct bal_error err;
    int code;

    spec.language = read_languages(L, 3, &spec.nlanguages);
    spec.text = read_texts(L, &spec.ntexts, spec.nlanguages);
    c = lua_newuserdatauv(L, sizeof *c, 0);
    c->corpus = NULL;
    c->closed = false;
    c->mem = bal_lua_mem(L);
    luaL_setmetatable(L, CORPUS);
    bal_watch_start(&watch, L, "reading texts");
    spec.watch = &watch.watch;
    code = bal_corpus_new(&c->mem, &spec, &c->corpus, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    if (lua_gc(L, LUA_GCISRUNNING))
        lua_gc(L, LUA_GCSTEP, (int)(c->corpus->ntokens / 256));
    return 1;
}

/* core.corpus_sizes(corpus) -> { words of each text }, { faults of each text }, types */
static int corpus_sizes(lua_State *L)
{
    const struct bal_corpus *c = bal_check_corpus(L, 1)->corpus;

    lua_createtable(L, (int)c->ntexts, 0);
    lua_createtable(L, (int)c->ntexts, 0);
    for (size_t i = 0; i < c->ntexts; i++) {
        lua_pushinteger(L, (lua_Integer)bal_corpus_words(c, i));
        lua_rawseti(L, -3, (lua_Integer)i + 1);
        lua_pushinteger(L, (lua_Integer)c->invalid[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushinteger(L, c->types.n);
    return 3;
}

/* core.corpus_words(corpus, i) -> { the folded words of text i } */
static int corpus_words(lua_State *L)
{
    const struct bal_corpus *c = bal_check_corpus(L, 1)->corpus;
    lua_Integer i = luaL_checkinteger(L, 2);
    size_t n;

    luaL_argcheck(L, i >= 1 && (size_t)i <= c->ntexts, 2, "there is no such text");
    n = bal_corpus_words(c, (size_t)i - 1);
    lua_createtable(L, (int)n, 0);
    for (size_t k = 0; k < n; k++) {
        size_t len;
        const unsigned char *word = bal_types_word(&c->types, c->token[c->start[i - 1] + k], &len);

        lua_pushlstring(L, (const char *)word, len);
        lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
    return 1;
}

/* Counting ------------------------------------------------------------------------------------- */

/* The counts of category c as a list by text. */
static void push_counts(lua_State *L, const struct bal_text_counts *counts, size_t c, bool weights)
{
    lua_createtable(L, (int)counts->ntexts, 0);
    for (size_t i = 0; i < counts->ntexts; i++) {
        size_t at = i * counts->ncategories + c;

        if (weights)
            lua_pushnumber(L, counts->weight[at]);
        else
            lua_pushinteger(L, counts->count[at]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int counts_gc(lua_State *L)
{
    bal_text_counts_free(lua_touserdata(L, 1));
    return 0;
}

static void push_table(lua_State *L, const struct bal_text_counts *counts, bool weights)
{
    lua_createtable(L, (int)counts->ncategories, 0);
    for (size_t c = 0; c < counts->ncategories; c++) {
        push_counts(L, counts, c, weights);
        lua_rawseti(L, -2, (lua_Integer)c + 1);
    }
}

/* core.count(corpus, dictionary, { all =, plain = }) -> counts, weights, found: counts[c][i] of
 * category c in text i, weights likewise, found[e] of entry e: false when no text can match it. */
static int count(lua_State *L)
{
    struct lua_corpus corpus = *bal_check_corpus(L, 1);
    struct bal_count_spec spec = {.corpus = corpus.corpus,
                                  .dictionary = bal_check_dictionary(L, 2)->dictionary,
                                  .all = bal_option_boolean(L, 3, "all", false),
                                  .plain = bal_option_boolean(L, 3, "plain", false)};
    struct bal_mem *mem = lua_newuserdatauv(L, sizeof *mem, 0);
    struct bal_text_counts *counts = lua_newuserdatauv(L, sizeof *counts, 1);
    struct lua_watch watch;
    struct bal_error err;
    int code;

    *mem = bal_lua_mem(L);
    *counts = (struct bal_text_counts){0};
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, counts_gc);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -2); /* the allocator's address must outlive the counts */
    lua_setiuservalue(L, -2, 1);
    bal_watch_start(&watch, L, "counting");
    spec.watch = &watch.watch;
    code = bal_count(mem, &spec, counts, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    push_table(L, counts, false);
    push_table(L, counts, true);
    lua_createtable(L, (int)counts->nentries, 0);
    for (size_t e = 0; e < counts->nentries; e++) {
        if (counts->possible[e])
            lua_pushinteger(L, (lua_Integer)counts->found[e]);
        else
            lua_pushboolean(L, 0);
        lua_rawseti(L, -2, (lua_Integer)e + 1);
    }
    return 3;
}

/* Shares --------------------------------------------------------------------------------------- */

/* core.wilson(x, n, level) -> share, low, high: nil where n is 0 */
static int wilson(lua_State *L)
{
    struct bal_share s;
    struct bal_error err;

    if (bal_wilson(luaL_checknumber(L, 1), luaL_checknumber(L, 2), luaL_checknumber(L, 3), &s,
                   &err) != 0)
        return bal_raise_error(L, &err);
    if (s.share != s.share)
        return 0;
    lua_pushnumber(L, s.share);
    lua_pushnumber(L, s.low);
    lua_pushnumber(L, s.high);
    return 3;
}

/* core.ratio({ x, ... }, { n, ... }, level) -> share, low, high: nil where there is none */
static int ratio(lua_State *L)
{
    double level = luaL_checknumber(L, 3);
    size_t k, totals;
    double *x = bal_push_numbers(L, 1, &k, "count"), *n = bal_push_numbers(L, 2, &totals, "total");
    struct bal_share s;
    struct bal_error err;

    if (k != totals)
        return bal_raise(L, "there are %I counts and %I totals", (LUAI_UACINT)k,
                         (LUAI_UACINT)totals);
    if (bal_ratio(x, n, k, level, &s, &err) != 0)
        return bal_raise_error(L, &err);
    if (s.share != s.share)
        return 0;
    lua_pushnumber(L, s.share);
    if (s.low != s.low)
        return 1;
    lua_pushnumber(L, s.low);
    lua_pushnumber(L, s.high);
    return 3;
}

/* core.stemmer(language) -> the name of its stemmer, or nil; core.stemmer() -> all of them */
static int stemmer(lua_State *L)
{
    const char *const *list = bal_stemmers();

    if (!lua_isnoneornil(L, 1)) {
        lua_pushstring(L, bal_stemmer_named(luaL_checkstring(L, 1)));
        return 1;
    }
    lua_newtable(L);
    for (lua_Integer i = 0; list[i] != NULL; i++) {
        lua_pushstring(L, list[i]);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

int bal_lua_open_text(lua_State *L)
{
    static const luaL_Reg functions[] = {{"dictionary", dictionary_load},
                                         {"dictionary_made", dictionary_made},
                                         {"is_file", is_file},
                                         {"corpus", corpus_new},
                                         {"corpus_sizes", corpus_sizes},
                                         {"corpus_words", corpus_words},
                                         {"count", count},
                                         {"wilson", wilson},
                                         {"ratio", ratio},
                                         {"stemmer", stemmer},
                                         {NULL, NULL}};
    static const luaL_Reg corpus_meta[] = {
        {"__gc", corpus_gc}, {"__close", corpus_close}, {NULL, NULL}};

    bal_class_make(L, &dictionary_class);
    luaL_newmetatable(L, CORPUS);
    luaL_setfuncs(L, corpus_meta, 0);
    lua_pop(L, 1);
    luaL_newlib(L, functions);
    luaL_setfuncs(L, bal_text_finders, 0);
    return 1;
}
