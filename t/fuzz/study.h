/* A fuzzed study: the fictional one of t/data, of which one file is the input. Run from the top of
 * the project. */
#ifndef BAL_T_FUZZ_STUDY_H
#define BAL_T_FUZZ_STUDY_H

#include "fuzz.h"

#include "io/load.h"

/* Copies the study into the folder, once. */
static inline void fuzz_study(void)
{
    static bool done;
    char command[300];

    if (done)
        return;
    snprintf(command, sizeof command, "cp -R t/data/freedonia/. '%s'", fuzz_folder());
    if (system(command) != 0)
        abort();
    done = true;
}

/* What reading something into a study may say: nothing, bad data with its violations, or another failure
 * with its message. Frees the violations. */
static inline void fuzz_check_read(int code, const struct bal_study *study, struct bal_diag *diag,
                                   const struct bal_error *err)
{
    struct bal_buf text;

    if (code != 0 && (err->message[0] == '\0' || (code == BAL_EDATA) != (diag->total > 0)))
        abort();
    if ((code == 0) != (study != NULL))
        abort();
    bal_buf_init(&text, &fuzz_mem);
    bal_diag_text(diag, &text);
    bal_buf_free(&text);
    bal_diag_free(diag);
}

/* Loads it and throws it away. */
static inline void fuzz_load(void)
{
    struct bal_study *study;
    struct bal_diag diag;
    struct bal_error err = {0};
    int code;

    bal_diag_init(&diag, &fuzz_mem);
    code = bal_load(fuzz_folder(), &fuzz_mem, &study, &diag, &err);
    fuzz_took(code == 0);
    fuzz_check_read(code, study, &diag, &err);
    bal_study_free(study);
    fuzz_check_leaks();
}

#endif
