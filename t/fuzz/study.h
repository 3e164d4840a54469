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

/* Loads it and throws it away. What it may say: bad data, or a file that is not there. */
static inline void fuzz_load(void)
{
    struct bal_study *study;
    struct bal_diag diag;
    struct bal_error err = {0};
    struct bal_buf text;
    int code;

    bal_diag_init(&diag, &fuzz_mem);
    bal_buf_init(&text, &fuzz_mem);
    code = bal_load(fuzz_folder(), &fuzz_mem, &study, &diag, &err);
    if (code != 0 && (err.message[0] == '\0' || (code == BAL_EDATA) != (diag.total > 0)))
        abort();
    if ((code == 0) != (study != NULL))
        abort();
    bal_diag_text(&diag, &text);
    bal_buf_free(&text);
    bal_diag_free(&diag);
    bal_study_free(study);
    fuzz_check_leaks();
}

#endif
