/* What the fuzz targets share: a folder in memory where the input becomes a file, and an allocator
 * that counts, so that an input which asks for too much, or leaves something behind, is a finding.
 *
 * A target is one file t/fuzz/fuzz_NAME.c with a function LLVMFuzzerTestOneInput; its seeds are the
 * files of t/fuzz/seeds/NAME. `make fuzz SECONDS=60` builds all of them with clang's libFuzzer and
 * the sanitizers, and runs each so long; see t/fuzz/run for what else can be asked of it. */
#ifndef BAL_T_FUZZ_H
#define BAL_T_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FUZZ_MEMORY = 512 * 1024 * 1024 }; /* bytes that no input of a few kilobytes may need */

/* Memory --------------------------------------------------------------------------------------- */

static size_t fuzz_live;

static inline void *fuzz_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    void *p;

    (void)ud;
    if (ptr == NULL)
        osize = 0; /* Lua says there of what kind the object is */
    if (nsize == 0) {
        fuzz_live -= osize;
        free(ptr);
        return NULL;
    }
    if (fuzz_live - osize + nsize > FUZZ_MEMORY)
        abort(); /* too much for so little */
    p = realloc(ptr, nsize);
    if (p != NULL)
        fuzz_live += nsize - osize;
    return p;
}

static const struct bal_mem fuzz_mem = {fuzz_alloc, NULL};

/* At the end of an input. */
static inline void fuzz_check_leaks(void)
{
    if (fuzz_live != 0)
        abort();
}

/* What was looked at --------------------------------------------------------------------------- */

static size_t fuzz_inputs, fuzz_taken;

static inline void fuzz_say_taken(void)
{
    fprintf(stderr, "stat::inputs_taken:             %zu of %zu\n", fuzz_taken, fuzz_inputs);
}

/* To be said of each input: whether it was what it should be, so that what comes after its first fault was
 * met too. A target whose inputs are all refused tests nothing but that. */
static inline void fuzz_took(bool taken)
{
    if (fuzz_inputs++ == 0)
        atexit(fuzz_say_taken);
    fuzz_taken += taken;
}

/* Files ---------------------------------------------------------------------------------------- */

static char fuzz_dir[64];

static inline void fuzz_remove_dir(void)
{
    char command[100];

    snprintf(command, sizeof command, "rm -rf '%s'", fuzz_dir);
    if (fuzz_dir[0] != '\0' && system(command) != 0)
        perror(fuzz_dir);
}

/* The folder, made at the first call. */
static inline const char *fuzz_folder(void)
{
    if (fuzz_dir[0] == '\0') {
        strcpy(fuzz_dir, access("/dev/shm", W_OK) == 0 ? "/dev/shm/balassa-fuzz-XXXXXX"
                                                       : "/tmp/balassa-fuzz-XXXXXX");
        if (mkdtemp(fuzz_dir) == NULL)
            abort();
        atexit(fuzz_remove_dir);
    }
    return fuzz_dir;
}

static inline const char *fuzz_write(const char *name, const void *data, size_t size)
{
    static char path[256];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    f = fopen(path, "wb");
    if (f == NULL || (size > 0 && fwrite(data, 1, size, f) != size) || fclose(f) != 0)
        abort();
    return path;
}

/* The text of a file of the project, to be freed. */
static inline char *fuzz_read(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text;
    size_t n;

    if (f == NULL || fseek(f, 0, SEEK_END) != 0)
        abort();
    n = (size_t)ftell(f);
    rewind(f);
    text = malloc(n + 1);
    if (text == NULL || fread(text, 1, n, f) != n || fclose(f) != 0)
        abort();
    text[n] = '\0';
    return text;
}

/* Keeps the input where $FUZZ_RUNNING says, as libFuzzer sees nothing of a process that ends in its midst: a
 * sandbox's timer does that, when a call does not listen to it. */
static inline void fuzz_running(const void *data, size_t size)
{
    const char *path = getenv("FUZZ_RUNNING");
    FILE *f = path != NULL ? fopen(path, "wb") : NULL;

    if (path != NULL &&
        (f == NULL || (size > 0 && fwrite(data, 1, size, f) != size) || fclose(f) != 0))
        abort();
}

#endif
