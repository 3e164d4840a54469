/* Whole files or nothing (base/write.h). */
#include "scratch.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/write.h"

static void reads(const char *path, const char *want)
{
    char got[64] = "";
    FILE *f = fopen(path, "r");

    assert_non_null(f);
    assert_true(fread(got, 1, sizeof got - 1, f) <= sizeof got - 1);
    fclose(f);
    assert_string_equal(got, want);
}

static size_t files_in(const char *path)
{
    DIR *dir = opendir(path);
    size_t n = 0;

    assert_non_null(dir);
    while (readdir(dir) != NULL)
        n++;
    closedir(dir);
    return n - 2; /* . and .. */
}

static void test_whole(void **state)
{
    struct scratch s;
    struct bal_error err;

    (void)state;
    scratch_open(&s);
    assert_int_equal(bal_make_folder("notes", &err), 0);
    assert_int_equal(bal_write_file("notes/a.txt", "one", 3, &err), 0);
    reads("notes/a.txt", "one");
    assert_int_equal(bal_write_file("notes/a.txt", "two", 3, &err), 0);
    reads("notes/a.txt", "two");
    assert_int_equal(bal_write_file("plain", "", 0, &err), 0);
    reads("plain", "");
    assert_int_equal(files_in("notes"), 1);
    scratch_close(&s);
}

static void test_refused(void **state)
{
    struct scratch s;
    struct bal_error err;

    (void)state;
    scratch_open(&s);
    assert_int_equal(bal_write_file("no/a.txt", "x", 1, &err), BAL_EIO);
    assert_string_equal(err.message, "cannot write 'no/a.txt': No such file or directory");
    assert_int_equal(bal_make_folder("a/b", &err), BAL_EIO);
    assert_string_equal(err.message, "cannot make the folder 'a/b': No such file or directory");
    assert_int_equal(bal_make_folder("a", &err), 0);
    assert_int_equal(bal_make_folder("a", &err), BAL_EIO);
    assert_string_equal(err.message, "cannot make the folder 'a': File exists");
    assert_int_equal(bal_write_file("a", "x", 1, &err), BAL_EIO); /* it is a folder */
    assert_string_equal(err.message, "cannot write 'a': Is a directory");
    assert_int_equal(files_in("."), 1); /* the temporary file is gone */
    scratch_close(&s);
}

/* A file larger than the process may write: what was there before stays. */
static void test_cut_short(void **state)
{
    struct scratch s;
    struct bal_error err;
    struct rlimit old, small;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    static char big[4096];

    (void)state;
    scratch_open(&s);
    assert_int_equal(bal_write_file("a", "old", 3, &err), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = 1000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    memset(big, 'x', sizeof big);
    assert_int_equal(bal_write_file("a", big, sizeof big, &err), BAL_EIO);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, handler);
    assert_string_equal(err.message, "cannot write 'a': File too large");
    reads("a", "old");
    assert_int_equal(files_in("."), 1);
    scratch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_whole), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_cut_short)};

    return cmocka_run_group_tests_name("write", tests, NULL, NULL);
}
