/* What may reach gnuplot: everything that our own figures are made of, and nothing that runs a command,
 * reads a file or writes one. What gnuplot would do with each of the refused lines is in its manual. */
#include "check.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "plot/gp_check.h"

static int check(const char *script, struct bal_error *err)
{
    *err = (struct bal_error){0};
    return bal_gp_check(script, strlen(script), err);
}

static const char *const allowed[] = {
    "",
    "# Balassa 0.1.0, figures.lua\n",
    "set label 1 \"a \\140b\\140\\047 \xC3\xA9\\n(c)\" at screen px(1),py(-2.5) left noenhanced "
    "font \"Liberation Sans:Bold,15\" textcolor rgb \"#1a1a1a\" front\n",
    "W = 880; H = 517\npx(x) = x / (W + 0.0)\n",
    "$a << EOD\n# year value\n1991 2e-07 NaN  # a note\n\nEOD\nplot $a using 1:($2*2) with lines "
    "notitle, \\\n     $a with points notitle\n",
    "plot NaN notitle\n",
    "set format x '%.0f'; set xtics (1991, 1994)\n",
    "set terminal svg size W,H\nset output OUT.\".svg\"\nreplot\nset output\nundefine OUT\n",
};

static void test_allowed(void **state)
{
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (check(allowed[i], &err) != 0)
            fail_msg("%s: %s", allowed[i], err.message);
}

static const struct {
    const char *script, *message;
} refused[] = {
    {"system 'touch x'\n",
     "line 1 of the gnuplot script: the command 'system' is not what a figure needs"},
    {"!touch x\n", "line 1 of the gnuplot script: the sign '!' is not what a figure needs"},
    {"set x; !touch x\n", "line 1 of the gnuplot script: the sign '!' is not what a figure needs"},
    {"set format x '%.0f",
     "line 1 of the gnuplot script: a string without an end is not what a figure needs"},
    {"sys 'touch x'\n",
     "line 1 of the gnuplot script: the command 'sys' is not what a figure needs"},
    {"load 'x'\n", "line 1 of the gnuplot script: the command 'load' is not what a figure needs"},
    {"l 'x'\n", "line 1 of the gnuplot script: the command 'l' is not what a figure needs"},
    {"\n\nplot \"|touch x\"\n",
     "line 3 of the gnuplot script: a file's name is not what a figure needs"},
    {"plot '< touch x'\n",
     "line 1 of the gnuplot script: a file's name is not what a figure needs"},
    {"plot \"\\174touch x\"\n",
     "line 1 of the gnuplot script: a file's name is not what a figure needs"},
    {"plot $a, \"/etc/passwd\"\n",
     "line 1 of the gnuplot script: a file's name is not what a figure needs"},
    {"plot $a notitle, \\\n '-'\n",
     "line 2 of the gnuplot script: a file's name is not what a figure needs"},
    {"plot x\n", "line 1 of the gnuplot script: to plot 'x' is not what a figure needs"},
    {"plot (\"a\")\n", "line 1 of the gnuplot script: the sign '(' is not what a figure needs"},
    {"plot OUT.\".svg\"\n",
     "line 1 of the gnuplot script: to plot 'OUT' is not what a figure needs"},
    {"x = system(\"touch x\")\n",
     "line 1 of the gnuplot script: the word 'system' is not what a figure needs"},
    {"x == 1\n", "line 1 of the gnuplot script: the command 'x' is not what a figure needs"},
    {"set label 1 \"`touch x`\"\n",
     "line 1 of the gnuplot script: in a string '`' is not what a figure needs"},
    {"set label 1 \"@x\"\n",
     "line 1 of the gnuplot script: in a string '@' is not what a figure needs"},
    {"set label 1 \"a\nb\"\n",
     "line 1 of the gnuplot script: in a string '\n' is not what a figure needs"},
    {"set label 1 \"\\x\"\n",
     "line 1 of the gnuplot script: an escape other than octal is not what a figure needs"},
    {"set label 1 \"a\\\"; system \"\n",
     "line 1 of the gnuplot script: an escape other than octal is not what a figure needs"},
    {"set label 1 \"a",
     "line 1 of the gnuplot script: a string without an end is not what a figure needs"},
    {"set format x '%s`id`'\n",
     "line 1 of the gnuplot script: in single quotes '`' is not what a figure needs"},
    {"`touch x`\n", "line 1 of the gnuplot script: the sign '`' is not what a figure needs"},
    {"@OUT\n", "line 1 of the gnuplot script: the sign '@' is not what a figure needs"},
    {"# `touch x`\n", "line 1 of the gnuplot script: a comment's '`' is not what a figure needs"},
    {"# a \\\nsystem\n",
     "line 1 of the gnuplot script: a comment's '\\' is not what a figure needs"},
    {"set output \"x\"\n", "line 1 of the gnuplot script: an output other than OUT.\".svg\" and "
                           "OUT.\".png\" is not what a figure "
                           "needs"},
    {"set output OUT.\".svg\".\"|sh\"\n", "line 1 of the gnuplot script: an output other than "
                                          "OUT.\".svg\" and OUT.\".png\" is not what a figure "
                                          "needs"},
    {"set o \"x\"\n", "line 1 of the gnuplot script: the word 'o' is not what a figure needs"},
    {"set print \"x\"\n",
     "line 1 of the gnuplot script: the word 'print' is not what a figure needs"},
    {"set table \"x\"\n",
     "line 1 of the gnuplot script: the word 'table' is not what a figure needs"},
    {"set terminal tikz createstyle\n",
     "line 1 of the gnuplot script: the terminal 'tikz' is not what a figure needs"},
    {"set terminal svg mouse\n",
     "line 1 of the gnuplot script: the word 'mouse' is not what a figure needs"},
    {"set loadpath\n",
     "line 1 of the gnuplot script: the word 'loadpath' is not what a figure needs"},
    {"bind a \"!x\"\n",
     "line 1 of the gnuplot script: the command 'bind' is not what a figure needs"},
    {"set label 1 $0 . exec(1)\n",
     "line 1 of the gnuplot script: the word 'exec' is not what a figure needs"},
    {"1\n", "line 1 of the gnuplot script: a number is not what a figure needs"},
    {"plot 1\n", "line 1 of the gnuplot script: a number is not what a figure needs"},
    {"set label 1x\n", "line 1 of the gnuplot script: the word 'x' is not what a figure needs"},
    {"$\n", "line 1 of the gnuplot script: a $ without a name is not what a figure needs"},
    {"$a << EOF\n1\nEOF\n", "line 1 of the gnuplot script: a block that does not begin with << EOD "
                            "is not what a figure needs"},
    {"$a << EOD\n1\n",
     "line 3 of the gnuplot script: a block without an end is not what a figure needs"},
    {"$a << EOD\n`id`\nEOD\n",
     "line 2 of the gnuplot script: in a block '`' is not what a figure needs"},
    {"do for [x=1:2] { !id }\n",
     "line 1 of the gnuplot script: the command 'do' is not what a figure needs"},
    {"if (1) { !id }\n",
     "line 1 of the gnuplot script: the command 'if' is not what a figure needs"},
};

static void test_refused(void **state)
{
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (check(refused[i].script, &err) != BAL_EDENIED)
            fail_msg("allowed: %s", refused[i].script);
        assert_string_equal(err.message, refused[i].message);
    }
}

static void test_zero_bytes(void **state)
{
    struct bal_error err;

    (void)state;
    assert_int_equal(bal_gp_check("set x\0y", 7, &err), BAL_EDENIED);
    assert_int_equal(bal_gp_check("#\0", 2, &err), BAL_EDENIED);
    assert_int_equal(bal_gp_check("set label 1 \"\0\"", 15, &err), BAL_EDENIED);
    assert_int_equal(bal_gp_check("set format '\0'", 14, &err), BAL_EDENIED);
}

static void test_our_figures(void **state)
{
    glob_t found;

    (void)state;
    assert_int_equal(glob("plots/*.gp", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        FILE *f = fopen(found.gl_pathv[i], "rb");
        static char text[1 << 20];
        struct bal_error err = {0};
        size_t n;

        assert_non_null(f);
        n = fread(text, 1, sizeof text, f);
        fclose(f);
        if (bal_gp_check(text, n, &err) != 0)
            fail_msg("%s: %s", found.gl_pathv[i], err.message);
    }
    assert_true(found.gl_pathc >= 3);
    globfree(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_allowed),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_zero_bytes),
        cmocka_unit_test(test_our_figures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
