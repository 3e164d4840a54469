/* Words out of any bytes: they come in order, within the text, and are well-formed UTF-8. */
#include "fuzz.h"

#include "base/utf8.h"
#include "text/tokens.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bal_letters letters[2];
    static bool ready;
    struct bal_tokens t;
    size_t at = 0;
    char *text;

    if (!ready) {
        bal_letters_init(&letters[0], false);
        bal_letters_init(&letters[1], true);
        ready = true;
    }
    if (size < 2)
        return 0;
    text = malloc(size - 1); /* to the byte, so that one too far is seen */
    if (text == NULL)
        return 0;
    memcpy(text, data + 1, size - 1);
    bal_tokens_start(&t, &letters[data[0] & 1], (data[0] & 2) != 0, text, size - 1);
    while (bal_tokens_next(&t)) {
        if (t.from < at || t.to <= t.from || t.to > size - 1 || t.len > BAL_WORD_MAX)
            abort();
        if (bal_utf8_check((const char *)t.word, t.len) != t.len)
            abort();
        at = t.to;
    }
    fuzz_took(at > 0);
    free(text);
    return 0;
}
