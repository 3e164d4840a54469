/* What-ifs as files: the edits of the input over the fictional study. What is read is written, read
 * again and must be the same; the study under it stays as it was. */
#include "study.h"
#include "words.h"

#include "io/what_if.h"
#include "model/diff.h"

static struct bal_study *base_study(void)
{
    static struct bal_study *study;
    struct bal_diag diag;

    if (study != NULL)
        return study;
    bal_diag_init(&diag, &fuzz_mem);
    if (bal_load("t/data/freedonia", &fuzz_mem, &study, &diag, NULL) != 0)
        abort();
    bal_diag_free(&diag);
    return study;
}

static struct bal_study *read_edits(struct bal_study *base, const char *path)
{
    struct bal_study *study;
    struct bal_diag diag;
    struct bal_error err = {0};
    bool same;
    int code;

    bal_diag_init(&diag, &fuzz_mem);
    code = bal_what_if_read(base, path, &study, &same, &diag, &err);
    fuzz_check_read(code, study, &diag, &err);
    return study;
}

static void check_again(struct bal_study *base, struct bal_study *study)
{
    char path[256];
    struct bal_study *again;
    struct bal_diff diff;

    snprintf(path, sizeof path, "%s/again.txt", fuzz_folder());
    if (bal_what_if_write(study, path, NULL) != 0)
        abort();
    again = read_edits(base, path);
    if (again == NULL || strcmp(again->digest, study->digest) != 0)
        abort();
    bal_diff_init(&diff, &fuzz_mem);
    if (bal_study_diff(study, again, &diff, NULL) != 0 || diff.n != 0)
        abort();
    bal_diff_free(&diff);
    bal_study_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bal_study *base = base_study(), *study;
    size_t live = fuzz_live;

    study = read_edits(base, fuzz_write("what-if.txt", data, size));
    fuzz_took(study != NULL);
    if (study != NULL && study->parent != NULL)
        check_again(base, study);
    bal_study_free(study);
    if (fuzz_live != live)
        abort();
    return 0;
}
