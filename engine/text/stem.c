#include "text/stem.h"

#include <string.h>

#include <libstemmer.h>

#include "text/tokens.h"

struct bal_stemmer {
    const struct bal_mem *mem;
    struct sb_stemmer *sb;
};

const char *const *bal_stemmers(void)
{
    return (const char *const *)sb_stemmer_list();
}

/* ISO 639-1 and 639-2 for what the library has; it knows them too, and does not tell. */
static const char *const codes[][3] = {
    {"ar", "ara", "arabic"},    {"hy", "hye", "armenian"},   {"eu", "eus", "basque"},
    {"ca", "cat", "catalan"},   {"da", "dan", "danish"},     {"nl", "nld", "dutch"},
    {"en", "eng", "english"},   {"fi", "fin", "finnish"},    {"fr", "fra", "french"},
    {"de", "deu", "german"},    {"el", "ell", "greek"},      {"hi", "hin", "hindi"},
    {"hu", "hun", "hungarian"}, {"id", "ind", "indonesian"}, {"ga", "gle", "irish"},
    {"it", "ita", "italian"},   {"lt", "lit", "lithuanian"}, {"ne", "nep", "nepali"},
    {"no", "nor", "norwegian"}, {"pt", "por", "portuguese"}, {"ro", "ron", "romanian"},
    {"ru", "rus", "russian"},   {"sr", "srp", "serbian"},    {"es", "spa", "spanish"},
    {"sv", "swe", "swedish"},   {"ta", "tam", "tamil"},      {"tr", "tur", "turkish"},
    {"yi", "yid", "yiddish"},
};

const char *bal_stemmer_named(const char *language)
{
    const char *const *list = bal_stemmers();

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(language, codes[i][0]) == 0 || strcmp(language, codes[i][1]) == 0)
            language = codes[i][2];
    for (size_t i = 0; list[i] != NULL; i++)
        if (strcmp(list[i], language) == 0)
            return list[i];
    return NULL;
}

int bal_stemmer_new(const struct bal_mem *mem, const char *name, struct bal_stemmer **out,
                    struct bal_error *err)
{
    struct bal_stemmer *s = bal_calloc(mem, 1, sizeof *s);

    if (s == NULL)
        return bal_fail_mem(err);
    s->mem = mem;
    s->sb = sb_stemmer_new(name, "UTF_8");
    if (s->sb == NULL) {
        bal_free(mem, s, sizeof *s);
        if (bal_stemmer_named(name) != NULL)
            return bal_fail_mem(err);
        return bal_fail(err, BAL_EARG, "there is no stemmer for '%s'", name);
    }
    *out = s;
    return 0;
}

void bal_stemmer_free(struct bal_stemmer *s)
{
    if (s == NULL)
        return;
    sb_stemmer_delete(s->sb);
    bal_free(s->mem, s, sizeof *s);
}

size_t bal_stem(struct bal_stemmer *s, const unsigned char *word, size_t n, unsigned char *out)
{
    const sb_symbol *stem = sb_stemmer_stem(s->sb, word, (int)n);
    int len = stem != NULL ? sb_stemmer_length(s->sb) : 0;

    if (len <= 0 || len > BAL_WORD_MAX) {
        memcpy(out, word, n);
        len = (int)n;
    } else {
        memcpy(out, stem, (size_t)len);
    }
    memset(out + len, 0, 8);
    return (size_t)len;
}
