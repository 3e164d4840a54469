/* BibTeX: any bytes are a table or violations, each with a line that the file has. */
#include "words.h"

#include "io/bib.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bal_names *names = bal_names_new(&fuzz_mem);
    struct bal_table table;
    struct bal_diag diag;
    struct bal_error err = {0};
    struct bal_buf text;
    bool damaged = false;
    char *copy = malloc(size + 1);

    if (copy == NULL || names == NULL)
        abort();
    memcpy(copy, data, size);
    copy[size] = '\0';
    bal_diag_init(&diag, &fuzz_mem);
    bal_buf_init(&text, &fuzz_mem);
    bal_table_init(&table, &fuzz_mem, 0, 0);
    if (bal_bib_read(copy, size, "sources.bib", names, &table, &diag, &damaged, &err) != 0)
        abort(); /* it had all the memory it asked for */
    fuzz_took(diag.total == 0 && table.rows > 0);
    bal_diag_sort(&diag);
    bal_diag_text(&diag, &text);
    bal_buf_free(&text);
    bal_table_free(&table);
    bal_diag_free(&diag);
    bal_names_free(names);
    free(copy);
    fuzz_check_leaks();
    return 0;
}
