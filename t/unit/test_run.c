/* Running gnuplot, and drawing whole figures. gnuplot is played by shell scripts; what it must leave
 * behind, and what not, is written by hand from the contracts in plot/run.h and plot/figure.h. */
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "plot/figure.h"
#include "plot/inline.h"
#include "plot/run.h"

#define HEAD "<?xml version=\"1.0\"?>\n"
#define T(s) (s), sizeof(s) - 1

/* Running ------------------------------------------------------------------------------------- */

static char folder[] = "/tmp/balassa-test-gp-XXXXXX";

static char *in_folder(const char *name)
{
    static char path[4][512];
    static int next;

    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static size_t count_entries(const char *dir)
{
    DIR *d = opendir(dir);
    size_t n = 0;

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    closedir(d);
    return n;
}

static void assert_no_child(void)
{
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static int run_script(const char *script, double seconds, struct bal_run *run,
                      struct bal_error *err)
{
    const char *argv[] = {"/bin/sh", "-c", script, NULL};

    run->argv = argv;
    run->input = -1;
    run->seconds = seconds;
    return bal_run(&bal_mem_std, run, err);
}

static void test_run(void **state)
{
    struct bal_buf out, errors;
    struct bal_run run = {.out = &out, .errors = &errors};
    struct bal_error err;
    size_t before = count_entries("/proc/self/fd");

    (void)state;
    bal_buf_init(&out, &bal_mem_std);
    bal_buf_init(&errors, &bal_mem_std);
    setenv("GNUTERM", "x11", 1);
    assert_int_equal(
        run_script("cat; echo \"$LC_ALL,$GNUTERM\"; echo oops >&2; exit 3", 10, &run, &err), 0);
    assert_int_equal(run.status, 3);
    assert_string_equal(bal_buf_text(&out), "C.UTF-8,\n");
    assert_string_equal(bal_buf_text(&errors), "oops\n");
    bal_buf_clear(&out);
    assert_int_equal(run_script("kill -TERM $$", 10, &run, &err), 0);
    assert_int_equal(run.status, 128 + 15);
    /* More than is kept, and nobody reads standard input. */
    assert_int_equal(run_script("dd if=/dev/zero bs=4096 count=600 2>/dev/null", 30, &run, &err),
                     0);
    assert_int_equal(run.status, 0);
    assert_in_range(out.len, 1 << 20, (1 << 20) + 4096);
    bal_buf_free(&out);
    bal_buf_free(&errors);
    assert_int_equal(count_entries("/proc/self/fd"), before);
    assert_no_child();
}

static void test_run_stops(void **state)
{
    static const char *const scripts[] = {
        "sleep 30",                      /* silent */
        "exec >/dev/null 2>&1 sleep 30", /* with its streams closed */
        "sleep 30 & exec sleep 30",      /* a grandchild holds the streams */
        "while :; do echo x; done",      /* never silent */
    };
    struct bal_buf out, errors;
    struct bal_error err;
    size_t before = count_entries("/proc/self/fd");

    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct bal_run run = {.out = &out, .errors = &errors};
        time_t start = time(NULL);

        bal_buf_init(&out, &bal_mem_std);
        bal_buf_init(&errors, &bal_mem_std);
        assert_int_equal(run_script(scripts[i], 0.3, &run, &err), BAL_ERUN);
        assert_true(run.timed_out);
        assert_string_equal(err.message, "'/bin/sh' was stopped after 0.3 seconds");
        assert_true(time(NULL) - start < 5);
        bal_buf_free(&out);
        bal_buf_free(&errors);
    }
    assert_int_equal(count_entries("/proc/self/fd"), before);
    assert_no_child();
}

static void test_run_missing(void **state)
{
    const char *argv[] = {"balassa-no-such-program", NULL};
    struct bal_run run = {.argv = argv, .input = -1, .seconds = 5};
    struct bal_error err;
    size_t before = count_entries("/proc/self/fd");

    (void)state;
    assert_int_equal(bal_run(&bal_mem_std, &run, &err), BAL_ENOPROG);
    assert_string_equal(err.message,
                        "cannot run 'balassa-no-such-program' (No such file or directory): install "
                        "it with `apt-get install gnuplot-nox`, or name it in the environment "
                        "variable BALASSA_GNUPLOT");
    assert_int_equal(count_entries("/proc/self/fd"), before);
    assert_no_child();
}

/* Figures ------------------------------------------------------------------------------------- */

/* gnuplot as draw calls it: -d, and for each figure -e OUT="..." FILE. Runs FILE as a shell script
 * with OUT set; whole images are made by `image`. */
static const char pretend[] =
    "#!/bin/sh\nshift\n"
    "image() { printf '<?xml version=\"1.0\"?>\\n<svg>\\n</svg>\\n' >\"$OUT.svg\";\n"
    "  printf '\\211PNG\\r\\n\\032\\nxxxxxxxx\\0\\0\\0\\0IEND\\256B`\\202' >\"$OUT.png\"; }\n"
    "while test $# -gt 0; do eval \"$2\"; . \"$3\"; shift 3; done\n";

static int draw(const char *a, const char *b, struct bal_buf *warnings, struct bal_error *err)
{
    char base_a[512], base_b[512];
    struct bal_figure figure[] = {
        {.base = base_a, .script = a, .script_len = strlen(a), .title = "A", .description = "a"},
        {.base = base_b, .script = b, .script_len = strlen(b), .title = "B", .description = "b"}};

    snprintf(base_a, sizeof base_a, "%s/out/one", folder);
    snprintf(base_b, sizeof base_b, "%s/out/two", folder);
    return bal_draw(&bal_mem_std, figure, 2, 0.5, warnings, err);
}

static bool is_there(const char *name)
{
    return access(in_folder(name), F_OK) == 0;
}

static void clear_out(void)
{
    static const char *const names[] = {"out/one.gp",        "out/one.svg",      "out/one.png",
                                        "out/one.failed.gp", "out/two.gp",       "out/two.svg",
                                        "out/two.png",       "out/two.failed.gp"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(in_folder(names[i]));
    assert_int_equal(count_entries(in_folder("out")), 0);
}

static void test_draw(void **state)
{
    struct bal_buf warnings;
    struct bal_error err;
    FILE *f;
    char text[200];
    size_t n;

    (void)state;
    bal_buf_init(&warnings, &bal_mem_std);
    write_file(in_folder("out/one.failed.gp"), "old", 0600);
    assert_int_equal(draw("image\n", "image; echo careful >&2\n", &warnings, &err), 0);
    assert_string_equal(bal_buf_text(&warnings), "careful\n");
    assert_true(is_there("out/one.gp") && is_there("out/one.png") && is_there("out/two.svg"));
    assert_int_equal(count_entries(in_folder("out")), 6);
    f = fopen(in_folder("out/two.svg"), "r");
    assert_non_null(f);
    n = fread(text, 1, sizeof text - 1, f);
    text[n] = '\0';
    fclose(f);
    assert_string_equal(text,
                        HEAD "<svg role=\"img\">\n<title>B</title>\n<desc>b</desc>\n</svg>\n");
    bal_buf_free(&warnings);
    clear_out();
}

static void test_draw_fails(void **state)
{
    static const struct {
        const char *one, *two, *message; /* %s: the folder */
        size_t left;
    } cases[] = {
        {"image\n",
         "echo 'plot x' >&2; echo \"\\\"$3\\\" line 7: undefined variable: x\" >&2; exit 1\n",
         "gnuplot could not draw '%s/out/two': line 7: undefined variable: x; its script is kept "
         "as "
         "'%s/out/two.failed.gp'",
         4},
        {"exit 1\n", "image\n",
         "gnuplot could not draw '%s/out/one': the PNG is empty or cut short; its script is kept "
         "as "
         "'%s/out/one.failed.gp'",
         1},
        {"image\n", "image; : >\"$OUT.svg\"\n",
         "gnuplot could not draw '%s/out/two': the SVG is empty or cut short; its script is kept "
         "as "
         "'%s/out/two.failed.gp'",
         4},
        {"image\n", "image; exit 9\n",
         "gnuplot could not draw '%s/out/two': gnuplot ended with status 9; its script is kept as "
         "'%s/out/two.failed.gp'",
         4},
        {"image\n", "sleep 20\n",
         "gnuplot could not draw '%s/out/two': '%s/gnuplot' was stopped after 0.5 seconds; its "
         "script is kept as '%s/out/two.failed.gp'",
         4},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_buf warnings;
        struct bal_error err;
        char want[1024];

        bal_buf_init(&warnings, &bal_mem_std);
        assert_int_equal(draw(cases[i].one, cases[i].two, &warnings, &err), BAL_ERUN);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(want, sizeof want, cases[i].message, folder, folder, folder);
#pragma GCC diagnostic pop
        assert_string_equal(err.message, want);
        assert_int_equal(count_entries(in_folder("out")), cases[i].left);
        bal_buf_free(&warnings);
        clear_out();
    }
    assert_no_child();
}

static void test_draw_refuses(void **state)
{
    static const struct {
        const char *base;
        int code;
        const char *message;
    } cases[] = {
        {"", BAL_EARG, "'' names no file for a figure; give it a name, as in 'plots/chart-1'"},
        {"plots/", BAL_EARG,
         "'plots/' names no file for a figure; give it a name, as in 'plots/chart-1'"},
        {"|touch x", BAL_EARG, "a figure's name cannot begin with '|', as '|touch x' does"},
        {"a/<x", BAL_EARG, "a figure's name cannot begin with '<', as '<x' does"},
        {"a\nb", BAL_EARG, "a figure's name cannot hold a control character, as 'a\nb' does"},
        {"no/such/x", BAL_EIO, "there is no folder 'no/such' for the figure 'x'; make it first"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_figure figure = {
            .base = cases[i].base, .script = "", .title = "", .description = ""};
        struct bal_buf warnings;
        struct bal_error err;

        bal_buf_init(&warnings, &bal_mem_std);
        assert_int_equal(bal_draw(&bal_mem_std, &figure, 1, 1, &warnings, &err), cases[i].code);
        assert_string_equal(err.message, cases[i].message);
        bal_buf_free(&warnings);
    }
}

/* Each allocation fails in turn until all succeed. */
struct failing {
    int left;
};

static void *failing_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    struct failing *f = ud;

    if (nsize > 0 && f->left-- <= 0)
        return NULL;
    return bal_mem_std.fn(NULL, ptr, osize, nsize);
}

static void test_draw_out_of_memory(void **state)
{
    char base[512];
    int rc = BAL_EMEM;

    (void)state;
    snprintf(base, sizeof base, "%s/out/one", folder);
    for (int n = 0; rc == BAL_EMEM && n < 500; n++) {
        struct failing f = {n};
        struct bal_mem mem = {failing_alloc, &f};
        struct bal_figure figure = {
            .base = base, .script = "image\n", .script_len = 6, .title = "A", .description = "a"};
        struct bal_buf warnings;
        struct bal_error err;

        bal_buf_init(&warnings, &mem);
        rc = bal_draw(&mem, &figure, 1, 5, &warnings, &err);
        if (rc != 0) {
            assert_int_equal(rc, BAL_EMEM);
            assert_int_equal(count_entries(in_folder("out")), 0);
        }
        bal_buf_free(&warnings);
    }
    assert_int_equal(rc, 0);
    clear_out();
    assert_no_child();
}

static void test_terminal(void **state)
{
    struct bal_buf out;
    struct bal_error err;

    (void)state;
    bal_buf_init(&out, &bal_mem_std);
    write_file(in_folder("dumb"), "#!/bin/sh\necho \"$*\"; cat\n", 0700);
    setenv("BALASSA_GNUPLOT", in_folder("dumb"), 1);
    assert_int_equal(bal_draw_terminal(&bal_mem_std, T("plot x\n"), 80, 24, 5, &out, &err), 0);
    assert_string_equal(bal_buf_text(&out),
                        "-d -e set terminal dumb noenhanced mono size 80,24 -\nplot x\n");
    write_file(in_folder("dumb"), "#!/bin/sh\necho 'line 1: bad' >&2; exit 1\n", 0700);
    assert_int_equal(bal_draw_terminal(&bal_mem_std, T("x"), 80, 24, 5, &out, &err), BAL_ERUN);
    assert_string_equal(err.message, "gnuplot could not draw in the terminal: line 1: bad");
    setenv("BALASSA_GNUPLOT", in_folder("gnuplot"), 1);
    bal_buf_free(&out);
}

static int set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(in_folder("out"), 0700), 0);
    write_file(in_folder("gnuplot"), pretend, 0700);
    setenv("BALASSA_GNUPLOT", in_folder("gnuplot"), 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(in_folder("gnuplot"));
    unlink(in_folder("dumb"));
    rmdir(in_folder("out"));
    return rmdir(folder);
}

/* The texts come back, and nothing is left: not of a set that is drawn, nor of one that fails. */
static void test_inline(void **state)
{
    struct bal_figure figure[] = {
        {.base = "one", .script = "image", .script_len = 5, .title = "A", .description = "a"},
        {.base = "two",
         .script = "image",
         .script_len = 5,
         .title = "B",
         .description = "b",
         .about = "by <hand>"}};
    struct bal_buf one, two, warnings, *const svg[] = {&one, &two};
    struct bal_error err;
    size_t before;

    (void)state;
    bal_buf_init(&one, &bal_mem_std);
    bal_buf_init(&two, &bal_mem_std);
    bal_buf_init(&warnings, &bal_mem_std);
    before = count_entries(folder);
    setenv("TMPDIR", folder, 1);
    assert_int_equal(bal_draw_inline(&bal_mem_std, figure, 2, 5, svg, &warnings, &err), 0);
    assert_non_null(strstr(bal_buf_text(&one), "<title>A</title>"));
    assert_null(strstr(bal_buf_text(&one), "<metadata>"));
    assert_non_null(strstr(bal_buf_text(&two), "<metadata>by &lt;hand&gt;</metadata>"));
    assert_int_equal(count_entries(folder), before);
    figure[1].script = "exit 3";
    figure[1].script_len = 6;
    assert_int_equal(bal_draw_inline(&bal_mem_std, figure, 2, 5, svg, &warnings, &err), BAL_ERUN);
    assert_int_equal(count_entries(folder), before);
    unsetenv("TMPDIR");
    bal_buf_free(&one);
    bal_buf_free(&two);
    bal_buf_free(&warnings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run),          cmocka_unit_test(test_run_stops),
        cmocka_unit_test(test_run_missing),  cmocka_unit_test(test_draw),
        cmocka_unit_test(test_inline),       cmocka_unit_test(test_draw_fails),
        cmocka_unit_test(test_draw_refuses), cmocka_unit_test(test_draw_out_of_memory),
        cmocka_unit_test(test_terminal),
    };

    return cmocka_run_group_tests_name("run", tests, set_up, tear_down);
}
