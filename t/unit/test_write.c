/* Whole files or nothing (base/write.h). */
#include "scratch.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/beside.h"
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

static void test_foreseen(void **state)
{
    struct scratch s;
    struct bal_error err;
    char *longest = malloc(PATH_MAX + 8);

    (void)state;
    scratch_open(&s);
    assert_int_equal(bal_make_folder("notes", &err), 0);
    scratch_write("plain", "x", 1);
    assert_int_equal(bal_can_write("new.txt", &err), 0);
    assert_int_equal(bal_can_write("notes/new.txt", &err), 0);
    assert_int_equal(bal_can_write("plain", &err), 0);
    assert_int_equal(bal_can_write("no/a/b.txt", &err), BAL_EIO);
    assert_string_equal(err.message, "there is no folder 'no/a'; make it first");
    assert_int_equal(bal_can_write("plain/b.txt", &err), BAL_EIO);
    assert_string_equal(err.message, "there is no folder 'plain'; make it first");
    assert_int_equal(bal_can_write("notes", &err), BAL_EIO);
    assert_string_equal(err.message, "cannot write 'notes': Is a directory");
    assert_int_equal(chmod("notes", 0555), 0);
    assert_int_equal(bal_can_write("notes/new.txt", &err), geteuid() == 0 ? 0 : BAL_EIO);
    if (geteuid() != 0)
        assert_string_equal(err.message, "cannot write 'notes/new.txt': Permission denied");
    assert_int_equal(chmod("notes", 0755), 0);
    assert_non_null(longest);
    memset(longest, 'x', PATH_MAX + 7);
    longest[PATH_MAX + 7] = '\0';
    memcpy(longest + PATH_MAX, "/x", 3);
    assert_int_equal(bal_can_write(longest, &err), BAL_EIO);
    free(longest);
    assert_int_equal(files_in("."), 2); /* it only asked */
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

/* A whole folder or none. */
static void test_folder(void **state)
{
    static const struct bal_new_file two[] = {{"a.csv", "id\n1\n", 5}, {"empty", "", 0}},
                                     twice[] = {{"a", "1", 1}, {"a", "2", 1}};
    struct scratch s;
    struct bal_error err;

    (void)state;
    scratch_open(&s);
    assert_int_equal(bal_write_folder("study", two, 2, &err), 0);
    reads("study/a.csv", "id\n1\n");
    reads("study/empty", "");
    assert_int_equal(files_in("study"), 2);
    assert_int_equal(bal_write_folder("study", twice, 1, &err), BAL_EIO);
    assert_string_equal(err.message, "'study' is there already, and is left as it is");
    assert_int_equal(files_in("study"), 2);
    assert_int_equal(bal_make_folder("bare", &err), 0);
    assert_int_equal(bal_write_folder("bare", two, 2, &err), BAL_EIO); /* an empty one, too */
    assert_int_equal(bal_write_file("file", "x", 1, &err), 0);
    assert_int_equal(bal_write_folder("file", two, 2, &err), BAL_EIO);
    reads("file", "x");
    assert_int_equal(bal_write_folder("no/where", two, 2, &err), BAL_EIO);
    assert_string_equal(err.message,
                        "cannot make the folder 'no/where': No such file or directory");
    assert_int_equal(bal_write_folder("half", twice, 2, &err),
                     BAL_EIO);          /* fails at its second file */
    assert_int_equal(files_in("."), 3); /* study, bare, file */
    scratch_close(&s);
}

/* The number of a process that is not there any more. */
static int dead(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return (int)pid;
}

/* The name with the number in the place of %d. */
static const char *left(const char *form, int pid)
{
    static char name[64];
    const char *at = strstr(form, "%d");

    snprintf(name, sizeof name, "%.*s%d%s", (int)(at - form), form, pid, at + 2);
    return name;
}

/* What a run that is gone left goes with the next that writes the same; nothing else does. */
static void test_left_behind(void **state)
{
    static const char *const kinds[] = {".gp", ".svg", NULL};
    static const char *const others[] = {".a.tmp-%d-",   ".a.tmp-%d-0x", ".a.tmp-%d-0.gp",
                                         ".a.tmp--%d-0", ".b.tmp-%d-0",  "a.tmp-%d-0",
                                         ".a.tmp-0%d-0", "..a.tmp-%d-0"};
    enum { OTHERS = sizeof others / sizeof *others };
    static const struct bal_new_file one = {"a", "1", 1};
    struct scratch s;
    struct bal_error err;
    int pid = dead(), fd;

    (void)state;
    scratch_open(&s);
    for (int i = 0; i < OTHERS; i++)
        scratch_write(left(others[i], pid), "x", 1);
    scratch_write(left(".a.tmp-%d-0", pid), "x", 1);
    scratch_write(left(".a.tmp-%d-11", pid), "x", 1);
    scratch_write(left(".a.tmp-%d-0", (int)getppid()), "x", 1); /* it lives */
    assert_int_equal(bal_write_file("a", "1", 1, &err), 0);
    assert_int_equal(files_in("."), OTHERS + 2);
    for (int i = 0; i < OTHERS; i++)
        assert_int_equal(access(left(others[i], pid), F_OK), 0);
    assert_int_equal(access(left(".a.tmp-%d-0", (int)getppid()), F_OK), 0);

    /* Whoever holds the lock lives, whatever its number says here. */
    scratch_write(left(".a.tmp-%d-0", pid), "x", 1);
    fd = open(left(".a.tmp-%d-0", pid), O_RDWR);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    assert_int_equal(bal_write_file("./a", "2", 1, &err), 0);
    assert_int_equal(access(left(".a.tmp-%d-0", pid), F_OK), 0);
    close(fd);
    assert_int_equal(bal_write_file("./a", "3", 1, &err), 0);
    assert_int_equal(access(left(".a.tmp-%d-0", pid), F_OK), -1);

    /* Several endings, the lock on the first; one of them alone, too. */
    scratch_write(left(".f.tmp-%d-0.gp", pid), "x", 1);
    scratch_write(left(".f.tmp-%d-0.svg", pid), "x", 1);
    scratch_write(left(".f.tmp-%d-1.svg", pid), "x", 1);
    scratch_write(left(".f.tmp-%d-2.png", pid), "x", 1);
    fd = open(left(".f.tmp-%d-0.gp", pid), O_RDWR);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    bal_beside_clean_files("f", kinds);
    assert_int_equal(access(left(".f.tmp-%d-0.svg", pid), F_OK), 0);
    assert_int_equal(access(left(".f.tmp-%d-1.svg", pid), F_OK), -1);
    assert_int_equal(access(left(".f.tmp-%d-1.gp", pid), F_OK), -1);
    assert_int_equal(access(left(".f.tmp-%d-2.png", pid), F_OK), 0); /* none of these endings */
    close(fd);
    bal_beside_clean_files("f", kinds);
    assert_int_equal(access(left(".f.tmp-%d-0.gp", pid), F_OK), -1);
    assert_int_equal(access(left(".f.tmp-%d-0.svg", pid), F_OK), -1);

    /* Folders, with what is in them; one that is held is not touched. */
    assert_int_equal(mkdir(left(".study.tmp-%d-0", pid), 0700), 0);
    assert_int_equal(mkdir(left(".study.tmp-%d-1", pid), 0700), 0);
    scratch_write(left(".study.tmp-%d-0/a", pid), "x", 1);
    scratch_write(left(".study.tmp-%d-1/a", pid), "x", 1);
    fd = open(left(".study.tmp-%d-1", pid), O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    assert_int_equal(bal_write_folder("study", &one, 1, &err), 0);
    assert_int_equal(access(left(".study.tmp-%d-0", pid), F_OK), -1);
    assert_int_equal(access(left(".study.tmp-%d-1/a", pid), F_OK), 0);
    close(fd);
    scratch_close(&s);
}

/* Many processes write, and clean up after, the same file: none loses its own. */
static void test_together(void **state)
{
    static const char *const plain[] = {"", NULL};
    enum { WRITERS = 4, TIMES = 1000 };
    struct scratch s;
    struct bal_error err;
    pid_t pid[WRITERS];

    (void)state;
    scratch_open(&s);
    for (int w = 0; w < WRITERS; w++) {
        pid[w] = fork();
        if (pid[w] == 0) {
            struct bal_beside b;
            int failed = 0;

            for (int i = 0; i < TIMES; i++) {
                scratch_write(left(".a.tmp-%d-0", 999999999), "x", 1); /* that nobody is */
                bal_beside_clean_files("a", plain);
                failed |= bal_beside_file("a", "", &b) != 0 || rename(b.stem, "a") != 0;
                failed |= close(b.fd) != 0;
            }
            _exit(failed);
        }
    }
    for (int w = 0; w < WRITERS; w++) {
        int status = -1;

        assert_int_equal(waitpid(pid[w], &status, 0), pid[w]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(bal_write_file("a", "last", 4, &err), 0);
    reads("a", "last");
    assert_int_equal(files_in("."), 1);
    scratch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),    cmocka_unit_test(test_refused),
        cmocka_unit_test(test_foreseen), cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_folder),   cmocka_unit_test(test_left_behind),
        cmocka_unit_test(test_together)};

    return cmocka_run_group_tests_name("write", tests, NULL, NULL);
}
