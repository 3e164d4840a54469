/* Edits of a what-if as lines of text: any bytes are edits or messages; what was read is written again and
 * read back as the same. */
#include "fuzz.h"

#include "model/edit.h"

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same(const struct bal_edit *a, const struct bal_edit *b)
{
    bool all = a->verb == b->verb && same_text(a->table, b->table) && same_text(a->id, b->id) &&
               a->n == b->n;

    for (size_t i = 0; all && i < a->n; i++)
        all =
            same_text(a->set[i].key, b->set[i].key) && same_text(a->set[i].value, b->set[i].value);
    return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bal_setting room[BAL_SETTINGS_MAX], again_room[BAL_SETTINGS_MAX];
    struct bal_edit edit, again;
    struct bal_error err = {0};
    struct bal_buf text;
    char *line = malloc(size + 1);
    bool taken;

    if (line == NULL || memchr(data, '\0', size) != NULL || memchr(data, '\n', size) != NULL) {
        free(line);
        return 0;
    }
    memcpy(line, data, size);
    line[size] = '\0';
    bal_buf_init(&text, &fuzz_mem);
    taken = bal_edit_read(line, room, &edit, &err) == 0;
    fuzz_took(taken);
    if (!taken) {
        if (err.code != BAL_EDATA || err.message[0] == '\0')
            abort();
    } else {
        bal_edit_write(&edit, &text);
        if (text.failed || bal_edit_read(text.data, again_room, &again, &err) != 0 ||
            !same(&edit, &again))
            abort();
    }
    bal_buf_free(&text);
    free(line);
    fuzz_check_leaks();
    return 0;
}
