/* Text and numbers for gnuplot, and what is done to its SVG. Expected strings are written by hand from
 * gnuplot's rules for double-quoted strings, from Unicode (tables 3-7 and 3-8) and from XML 1.0. */
#include "check.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "plot/gp.h"
#include "plot/svg.h"

#define FFFD "\xEF\xBF\xBD"
#define ZW "\xE2\x80\x8B"

/* Text ---------------------------------------------------------------------------------------- */

struct quoted {
    const char *text;
    size_t n;
    enum bal_gp_newlines newlines;
    const char *want;
};

#define T(s) (s), sizeof(s) - 1

static const struct quoted quoted[] = {
    {T(""), BAL_GP_ONE_LINE, "\"\""},
    {T("Eurasian Union (1994), a/b + c=d: x-y_z."), BAL_GP_ONE_LINE,
     "\"Eurasian Union (1994), a/b + c=d: x-y_z.\""},
    {T("`touch x`"), BAL_GP_ONE_LINE, "\"\\140touch x\\140\""},
    {T("$(touch x)"), BAL_GP_ONE_LINE, "\"\\044(touch x)\""},
    {T("a\"b'c\\d"), BAL_GP_ONE_LINE, "\"a\\042b\\047c\\134d\""},
    {T("@macro %s {/Bold x} ^_~"), BAL_GP_ONE_LINE,
     "\"\\100macro \\045s \\173/Bold x\\175 \\136_\\176\""},
    {T("\"12"), BAL_GP_ONE_LINE,
     "\"\\042\\061\\062\""}, /* \04212 would do, \42 followed by 12 not */
    {T("\\0601"), BAL_GP_ONE_LINE, "\"\\134\\060\\066\\060\\061\""},
    {T("a\tb\rc\x7F\x01"), BAL_GP_ONE_LINE, "\"a b c  \""},
    {T("a\0b"), BAL_GP_ONE_LINE, "\"a b\""},
    {T("one\ntwo"), BAL_GP_ONE_LINE, "\"one two\""},
    {T("one\ntwo\n3"), BAL_GP_LINES, "\"one\\ntwo\\n\\063\""},
    {T("caf\xC3\xA9 \xD0\x96 \xE2\x80\x9C \xF0\x9F\x98\x80 \xD7\xA9"), BAL_GP_ONE_LINE,
     "\"caf\xC3\xA9 \xD0\x96 \xE2\x80\x9C \xF0\x9F\x98\x80 \xD7\xA9\""},
    {T("\xC2\x85"), BAL_GP_ONE_LINE, "\" \""}, /* U+0085, a C1 control */
    {T("\xFF"), BAL_GP_ONE_LINE, "\"" FFFD "\""},
    {T("\xC0\xAF"), BAL_GP_ONE_LINE, "\"" FFFD FFFD "\""},                   /* overlong / */
    {T("\xED\xA0\x80"), BAL_GP_ONE_LINE, "\"" FFFD FFFD FFFD "\""},          /* a surrogate */
    {T("\xF4\x90\x80\x80"), BAL_GP_ONE_LINE, "\"" FFFD FFFD FFFD FFFD "\""}, /* above U+10FFFF */
    {T("\xEF\xBF\xBE\xEF\xBF\xBF"), BAL_GP_ONE_LINE, "\"" FFFD FFFD "\""},
    {T("\xE2\x82"), BAL_GP_ONE_LINE, "\"" FFFD "\""}, /* cut at the end */
    /* The Unicode Standard, table 3-8. */
    {T("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"), BAL_GP_ONE_LINE,
     "\"a" FFFD FFFD FFFD "b" FFFD "c" FFFD FFFD "d\""},
    {T("&#x41;"), BAL_GP_ONE_LINE, "\"\\046" ZW "\\043x41\\073\""},
    {T("]]>"), BAL_GP_ONE_LINE, "\"\\135\\135" ZW "\\076\""},
    {T("&" ZW "#"), BAL_GP_ONE_LINE,
     "\"\\046" ZW ZW "\\043\""}, /* one of them is taken out again */
    {T("]]" ZW ZW ">"), BAL_GP_ONE_LINE, "\"\\135\\135" ZW ZW ZW "\\076\""},
    {T(ZW "#" ZW ">"), BAL_GP_ONE_LINE, "\"" ZW "\\043" ZW "\\076\""},
    {T("]]"), BAL_GP_ONE_LINE, "\"\\135\\135\""},
    {T("&#\xFF\n7"), BAL_GP_BYTES, "\"\\046\\043\\377\\012\\067\""},
};

static void test_quote(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof quoted / sizeof *quoted; i++) {
        struct bal_buf b;

        bal_buf_init(&b, &bal_mem_std);
        bal_gp_quote(&b, quoted[i].text, quoted[i].n, quoted[i].newlines);
        assert_string_equal(bal_buf_text(&b), quoted[i].want);
        bal_buf_free(&b);
    }
}

/* Whatever the bytes, the string closes where it should and holds nothing gnuplot acts on. */
static void test_quote_any_bytes(void **state)
{
    uint64_t seed = 20100622;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[24];
        size_t n = random_below(&seed, sizeof text);
        struct bal_buf b;

        for (size_t i = 0; i < n; i++)
            text[i] = (char)random_below(&seed, 256);
        bal_buf_init(&b, &bal_mem_std);
        bal_gp_quote(&b, text, n, BAL_GP_LINES);
        assert_int_equal(b.data[0], '"');
        assert_int_equal(b.data[b.len - 1], '"');
        for (size_t i = 1; i + 1 < b.len; i++) {
            unsigned char c = (unsigned char)b.data[i];

            assert_true(c >= 0x20 && c != '"' && c != '`' && c != '@' && c != '$' && c != '%');
            if (c == '\\')
                assert_true(b.data[i + 1] == 'n' || (b.data[i + 1] >= '0' && b.data[i + 1] <= '1'));
        }
        bal_buf_free(&b);
    }
}

static void test_comment(void **state)
{
    struct bal_buf b;

    (void)state;
    bal_buf_init(&b, &bal_mem_std);
    bal_gp_comment(&b, T("x.lua `id` \xC3\xA9\n\\"));
    assert_string_equal(bal_buf_text(&b), "x.lua _id_ ____");
    bal_buf_free(&b);
}

/* Numbers ------------------------------------------------------------------------------------- */

static const struct {
    double x;
    const char *want;
} numbers[] = {
    {0, "0"},           {-0.0, "0"},
    {1, "1"},           {0.1, "0.1"},
    {-2.5, "-2.5"},     {1e21, "1e+21"},
    {1e-7, "1e-07"},    {1.0 / 3, "0.3333333333333333"},
    {1991, "1991"},     {9007199254740993.0, "9007199254740992"},
    {5e-324, "5e-324"}, {NAN, "NaN"},
    {INFINITY, "NaN"},
};

static const struct {
    double x;
    int decimals;
    const char *want;
} fixed[] = {
    {1998.495890410959, 5, "1998.49589"},
    {2, 5, "2"},
    {-0.001, 2, "0"},
    {0.125, 2, "0.12"},
    {100, 0, "100"},
    {1e300, 0, NULL},
    {NAN, 3, "NaN"},
    {-1.50, 4, "-1.5"},
};

static void check_numbers(void)
{
    struct bal_buf b;

    bal_buf_init(&b, &bal_mem_std);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        bal_buf_clear(&b);
        bal_gp_number(&b, numbers[i].x);
        assert_string_equal(bal_buf_text(&b), numbers[i].want);
    }
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        bal_buf_clear(&b);
        bal_gp_fixed(&b, fixed[i].x, fixed[i].decimals);
        if (fixed[i].want != NULL)
            assert_string_equal(bal_buf_text(&b), fixed[i].want);
        else
            assert_int_equal(b.len, 301);
    }
    bal_buf_free(&b);
}

static void test_numbers(void **state)
{
    (void)state;
    check_numbers();
}

/* In a locale with a decimal comma, where the machine has one. */
static void test_numbers_with_comma(void **state)
{
    static const char *const names[] = {"de_DE.UTF-8", "ru_RU.UTF-8", "fr_FR.UTF-8", "ps_AF.UTF-8"};
    size_t i = 0;

    (void)state;
    while (i < sizeof names / sizeof *names && setlocale(LC_NUMERIC, names[i]) == NULL)
        i++;
    check_numbers();
    setlocale(LC_NUMERIC, "C");
}

static void test_number_round_trip(void **state)
{
    uint64_t seed = 1961;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        uint64_t bits = random_bits(&seed);
        struct bal_buf b;
        double x;

        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x))
            continue;
        bal_buf_init(&b, &bal_mem_std);
        bal_gp_number(&b, x);
        assert_true(strtod(bal_buf_text(&b), NULL) == x);
        bal_buf_free(&b);
    }
}

/* SVG ----------------------------------------------------------------------------------------- */

#define HEAD "<?xml version=\"1.0\"?>\n"

static void test_svg(void **state)
{
    static const char svg[] =
        HEAD "<svg\n width=\"9\">\n<title>Gnuplot</title>\n<desc>Produced</desc>\n"
             "<g fill=\"none\" color=\"#FFFFFF\">\n</g>\n"
             "<g id=\"p\" ><title>$a using 1:2</title></g>\n"
             "<g font-family=\"Liberation Sans:Bold\" font-size=\"12\"><text>a &lt; ]]" ZW
             "> &amp;" ZW "#65; font-family=\"x\" " ZW "]]>&amp;" ZW ZW "#]]" ZW ZW ">]]]" ZW
             ">]]]" ZW ZW "></text></g>\n"
             "<g font-family=\"Liberation Sans:Bold:Italic\"/></svg>\n";
    struct bal_buf b;
    struct bal_error err;

    (void)state;
    bal_buf_init(&b, &bal_mem_std);
    assert_int_equal(
        bal_svg_finish(&b, T(svg), "A < \"B\" & ]]>\x01\xFF", "one\ntwo", "by <me>\n", &err), 0);
    assert_string_equal(
        bal_buf_text(&b),
        HEAD "<svg role=\"img\"\n width=\"9\">\n"
             "<title>A &lt; &quot;B&quot; &amp; ]]&gt; " FFFD
             "</title>\n<desc>one\ntwo</desc>\n<metadata>by &lt;me&gt;\n</metadata>\n\n\n"
             "<g id=\"p\" ></g>\n"
             "<g font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\" "
             "font-weight=\"bold\" font-size=\"12\"><text>a &lt; ]]&gt; &amp;#65; "
             "font-family=\"x\" " ZW "]]&gt;&amp;" ZW "#]]" ZW ">]]]&gt;]]]" ZW "></text></g>\n"
             "<g font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\" "
             "font-weight=\"bold\" font-style=\"italic\"/></svg>\n");
    bal_buf_free(&b);
}

static void test_svg_cut_short(void **state)
{
    static const char *const cases[] = {"", "<?xml", HEAD "<svg></g>", "<svg></svg>",
                                        HEAD "<svg></svg"};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_buf b;
        struct bal_error err;

        bal_buf_init(&b, &bal_mem_std);
        assert_int_equal(bal_svg_finish(&b, cases[i], strlen(cases[i]), "t", "d", NULL, &err),
                         BAL_ERUN);
        assert_string_equal(err.message, "the SVG is empty or cut short");
        bal_buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quote),
        cmocka_unit_test(test_quote_any_bytes),
        cmocka_unit_test(test_comment),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_numbers_with_comma),
        cmocka_unit_test(test_number_round_trip),
        cmocka_unit_test(test_svg),
        cmocka_unit_test(test_svg_cut_short),
    };

    return cmocka_run_group_tests_name("gp", tests, NULL, NULL);
}
