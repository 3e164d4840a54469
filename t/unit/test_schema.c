/* Cells against fields. What is wanted follows Table Schema (Frictionless Standards, version 1) and
 * io/schema.h, by hand. */
#include "scratch.h"

#include <locale.h>

#include "io/schema.h"

static const char *const empty_is_missing[] = {""};
static const char *const na_is_missing[] = {"NA", "-"};

/* A cell that is read: `got` is what it became ("~": missing). */
static const struct {
    enum bal_field_type type;
    const char *text, *got;
} good[] = {
    {BAL_FIELD_STRING, "speech", "speech"},
    {BAL_FIELD_STRING, " x ", " x "},
    {BAL_FIELD_STRING, NULL, "~"},
    {BAL_FIELD_STRING, "", "~"},
    {BAL_FIELD_INTEGER, "12", "12"},
    {BAL_FIELD_INTEGER, "-3", "-3"},
    {BAL_FIELD_INTEGER, "+007", "7"},
    {BAL_FIELD_INTEGER, "9223372036854775807", "9223372036854775807"},
    {BAL_FIELD_INTEGER, "-9223372036854775807", "-9223372036854775807"},
    {BAL_FIELD_INTEGER, "", "~"},
    {BAL_FIELD_NUMBER, "1.5", "1.5"},
    {BAL_FIELD_NUMBER, "-.5", "-0.5"},
    {BAL_FIELD_NUMBER, "2.", "2"},
    {BAL_FIELD_NUMBER, "2e6", "2000000"},
    {BAL_FIELD_NUMBER, "2E-1", "0.2"},
    {BAL_FIELD_NUMBER, "0e9", "0"},
    {BAL_FIELD_NUMBER, "-0.0", "-0"},
    {BAL_FIELD_BOOLEAN, "true", "1"},
    {BAL_FIELD_BOOLEAN, "TRUE", "1"},
    {BAL_FIELD_BOOLEAN, "1", "1"},
    {BAL_FIELD_BOOLEAN, "False", "0"},
    {BAL_FIELD_YEAR, "1991", "1991"},
    {BAL_FIELD_YEAR, "-0044", "-44"},
    {BAL_FIELD_DATE, "2000-01-01", "10957..10957"},
    {BAL_FIELD_EDTF, "1970", "0..364"},
    {BAL_FIELD_EDTF, "1970-01-02/1970-01-03", "1..2"},
    {BAL_FIELD_LIST, "a;b;c", "3 items"},
    {BAL_FIELD_LIST, "a, b", "1 items"},
    {BAL_FIELD_LIST, "", "~"},
};

static void show(enum bal_field_type type, const struct bal_value *v, char *out, size_t size)
{
    snprintf(out, size, "~");
    if (v->missing)
        return;
    switch (type) {
    case BAL_FIELD_NUMBER:
        snprintf(out, size, "%.15g", v->number);
        for (char *c = out; *c != '\0'; c++) /* this print's own locale */
            *c = *c == ',' ? '.' : *c;
        break;
    case BAL_FIELD_STRING:
        snprintf(out, size, "%s", v->text);
        break;
    case BAL_FIELD_DATE:
    case BAL_FIELD_EDTF:
        snprintf(out, size, "%lld..%lld", (long long)v->date.first, (long long)v->date.last);
        break;
    case BAL_FIELD_LIST:
        snprintf(out, size, "%zu items", v->items);
        break;
    default:
        snprintf(out, size, "%lld", (long long)v->integer);
    }
}

static struct bal_field field_of(enum bal_field_type type)
{
    return (struct bal_field){
        .name = "x", .type = type, .delimiter = ';', .missing = empty_is_missing, .nmissing = 1};
}

static void good_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct bal_field f = field_of(good[i].type);
        const char *text = good[i].text;
        struct bal_value v;
        struct bal_fault fault;
        char got[64];

        assert_int_equal(bal_field_check(&f, text, text != NULL ? strlen(text) : 0, &v, &fault),
                         BAL_CELL_GOOD);
        show(f.type, &v, got, sizeof got);
        assert_text(text != NULL ? text : "NULL", got, good[i].got);
    }
}

#define INTEGER_TODO "; write digits only, such as 12 or -3"
#define NUMBER_TODO "; write it as 12, -1.5 or 2e6, or leave the cell empty"
#define COMMA_TODO "; write a point before the decimals and no thousands separator"

static const struct {
    enum bal_field_type type;
    const char *text, *fault;
} bad[] = {
    {BAL_FIELD_INTEGER, "two", "not a whole number" INTEGER_TODO},
    {BAL_FIELD_INTEGER, "1.0", "not a whole number" INTEGER_TODO},
    {BAL_FIELD_INTEGER, " 1", "not a whole number" INTEGER_TODO},
    {BAL_FIELD_INTEGER, "1 ", "not a whole number" INTEGER_TODO},
    {BAL_FIELD_INTEGER, "-", "not a whole number" INTEGER_TODO},
    {BAL_FIELD_INTEGER, "0x10", "not a whole number" INTEGER_TODO},
    {BAL_FIELD_INTEGER, "9223372036854775808", "too large for a 64-bit whole number"},
    {BAL_FIELD_INTEGER, "-9223372036854775808", "too large for a 64-bit whole number"},
    {BAL_FIELD_NUMBER, "1,5", "not a number" COMMA_TODO},
    {BAL_FIELD_NUMBER, "inf", "not a number" NUMBER_TODO},
    {BAL_FIELD_NUMBER, "-INF", "not a number" NUMBER_TODO},
    {BAL_FIELD_NUMBER, "NaN", "not a number" NUMBER_TODO},
    {BAL_FIELD_NUMBER, "0x1p3", "not a number" NUMBER_TODO},
    {BAL_FIELD_NUMBER, ".", "not a number" NUMBER_TODO},
    {BAL_FIELD_NUMBER, "1e", "not a number" NUMBER_TODO},
    {BAL_FIELD_NUMBER, "1e5x", "not a number" NUMBER_TODO},
    {BAL_FIELD_NUMBER, " 1", "not a number" NUMBER_TODO},
    {BAL_FIELD_NUMBER, "1e309", "too large for a double-precision number"},
    {BAL_FIELD_NUMBER, "-1e309", "too large for a double-precision number"},
    {BAL_FIELD_NUMBER, "1e-400", "too small for a double-precision number; write 0 if it is meant"},
    {BAL_FIELD_BOOLEAN, "yes", "not a boolean; write true or false"},
    {BAL_FIELD_YEAR, "91", "not a year; write four digits"},
    {BAL_FIELD_YEAR, "19911", "not a year; write four digits"},
    {BAL_FIELD_DATE, "1991-05", "not a calendar date; write year-month-day, such as 2003-02-19"},
    {BAL_FIELD_DATE, "1991-05-01?",
     "not a calendar date; write year-month-day, such as 2003-02-19"},
    {BAL_FIELD_EDTF, "2003-02-30", "2003-02-30 is impossible: February 2003 has 28 days"},
    {BAL_FIELD_LIST, "a;;b", "item 2 of the list is empty; put one ';' between two items"},
    {BAL_FIELD_LIST, "a;", "item 2 of the list is empty; put one ';' between two items"},
    {BAL_FIELD_LIST, ";", "item 1 of the list is empty; put one ';' between two items"},
};

static void assert_fault(const char *what, const struct bal_fault *fault, const char *want)
{
    char got[sizeof *fault + 8];

    snprintf(got, sizeof got, "%s%s%s", fault->rule, fault->todo[0] != '\0' ? "; " : "",
             fault->todo);
    assert_text(what, got, want);
}

static void bad_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct bal_field f = field_of(bad[i].type);
        struct bal_value v;
        struct bal_fault fault;

        assert_int_equal(bal_field_check(&f, bad[i].text, strlen(bad[i].text), &v, &fault),
                         BAL_CELL_BAD);
        assert_true(v.missing);
        assert_fault(bad[i].text, &fault, bad[i].fault);
    }
}

/* Constraints ---------------------------------------------------------------------------------- */

static void assert_breaks(const struct bal_field *f, const char *text, const char *want)
{
    struct bal_value v;
    struct bal_fault fault;
    enum bal_verdict verdict =
        bal_field_check(f, text, text != NULL ? strlen(text) : 0, &v, &fault);

    assert_int_equal(verdict, want[0] != '\0' ? BAL_CELL_BREAKS : BAL_CELL_GOOD);
    assert_fault(text != NULL ? text : "NULL", &fault, want);
}

static void enums(void **state)
{
    struct bal_value kinds[] = {{.text = "speech"}, {.text = "initiative"}, {.text = "visit"}};
    struct bal_value marks[] = {{.text = "1", .integer = 1}, {.text = "2", .integer = 2}};
    struct bal_field f = field_of(BAL_FIELD_STRING), g = field_of(BAL_FIELD_INTEGER);

    (void)state;
    f.allowed = kinds;
    f.nallowed = 3;
    assert_breaks(&f, "speech", "");
    assert_breaks(&f, NULL, "");
    assert_breaks(&f, "speach", "not one of speech, initiative, visit; did you mean 'speech'?");
    assert_breaks(&f, " speech", "not one of speech, initiative, visit; did you mean 'speech'?");
    assert_breaks(&f, "Speech", "not one of speech, initiative, visit; did you mean 'speech'?");
    assert_breaks(&f, "treaty", "not one of speech, initiative, visit");
    g.allowed = marks;
    g.nallowed = 2;
    assert_breaks(&g, "02", "");
    assert_breaks(&g, "3", "not one of 1, 2");
}

static void ranges(void **state)
{
    struct bal_field f = field_of(BAL_FIELD_NUMBER), d = field_of(BAL_FIELD_DATE);
    struct bal_fault fault;

    (void)state;
    f.has_minimum = bal_field_convert(&f, "0", 1, &f.minimum, &fault);
    f.has_maximum = bal_field_convert(&f, "5", 1, &f.maximum, &fault);
    assert_breaks(&f, "0", "");
    assert_breaks(&f, "5.0", "");
    assert_breaks(&f, "-0.001", "less than the minimum, 0");
    assert_breaks(&f, "5.001", "more than the maximum, 5");
    d.has_minimum = bal_field_convert(&d, "1991-12-16", 10, &d.minimum, &fault);
    assert_breaks(&d, "1991-12-16", "");
    assert_breaks(&d, "1991-12-15", "less than the minimum, 1991-12-16");
}

static void lengths(void **state)
{
    struct bal_field f = field_of(BAL_FIELD_STRING), l = field_of(BAL_FIELD_LIST);

    (void)state;
    f.has_min_length = f.has_max_length = l.has_min_length = l.has_max_length = true;
    f.min_length = l.min_length = 2;
    f.max_length = l.max_length = 3;
    assert_breaks(&f, "ab", "");
    assert_breaks(&f, "\xC3\x96\xC3\x96\xC3\x96", ""); /* characters, not bytes */
    assert_breaks(&f, "a", "1 character, and 2 is the least");
    assert_breaks(&f, "abcd", "4 characters, and 3 is the most");
    assert_breaks(&l, "a;b", "");
    assert_breaks(&l, "abcd", "1 item, and 2 is the least");
    assert_breaks(&l, "a;b;c;d", "4 items, and 3 is the most");
}

static void required_and_missing(void **state)
{
    struct bal_field f = field_of(BAL_FIELD_STRING), n = field_of(BAL_FIELD_NUMBER);

    (void)state;
    f.required = true;
    assert_breaks(&f, NULL, "this cell must not be empty; fill it in");
    assert_breaks(&f, "", "this cell must not be empty; fill it in");
    assert_breaks(&f, " ", "");
    f.missing = n.missing = na_is_missing;
    f.nmissing = n.nmissing = 2;
    assert_breaks(&f, "NA", "this cell must not be empty; fill it in");
    assert_breaks(&f, NULL, ""); /* an empty cell is the text "" here */
    assert_breaks(&n, "-", "");
}

#define NESTED_10 "(((((((((("
#define DENTED_10 "))))))))))"
#define NESTED_50 NESTED_10 NESTED_10 NESTED_10 NESTED_10 NESTED_10
#define DENTED_50 DENTED_10 DENTED_10 DENTED_10 DENTED_10 DENTED_10

#define TEN(x) x x x x x x x x x x

static const char thousand_and_one[] = TEN(TEN(TEN("a"))) "a";

static void patterns(void **state)
{
    static const struct {
        const char *pattern, *text;
        bool match;
    } cases[] = {
        {"[a-z]+", "abc", true},
        {"[a-z]+", "abc1", false}, /* anchored at both ends */
        {"[a-z]+", "1abc", false},
        {"a|bc", "bc", true},
        {"a|bc", "abc", false}, /* as a whole, not at one end */
        {"^abc$", "abc", true},
        {".{2}", "\xC3\x96\xC3\x96", true}, /* characters, not bytes */
        {"[[:upper:]]b",
         "\xC3\x96"
         "b",
         true},
        {"\\.csv", ".csv", true},
        {"\\.csv", "xcsv", false},
        {"[]a]+", "]a", true},
        {"[^]a]+", "b", true},
        {"[][:alpha:](]{1,2}", "](", true},
        {"(a{1,9}){1,255}", "aaaa", true},
        {"\\{9\\}{2}", "{9}}", true},
        {"((((((((((x))))))))))", "x", true},
        {"", "", true},
        {"a", "a\n", false},
    };
    static const struct {
        const char *pattern, *message;
    } refused[] = {
        {"\\d+", "a backslash before a letter or a digit is not supported (for \\d write [0-9])"},
        {"[\\d]", "a backslash inside brackets is not supported (put - first or last, ] first)"},
        {"(?:a)", "(? is not supported"},
        {"[a", "not a regular expression (Unmatched [, [^, [:, [., or [=)"},
        {"(a", "not a regular expression (Unmatched ( or \\()"},
        {"((a{1,255}){1,255}){2}",
         "a pattern's repetitions, written out, have at most 10000 characters"},
        {"a{99}{99}{9}", "a pattern's repetitions, written out, have at most 10000 characters"},
        {"a{99999999999999999999}",
         "a pattern's repetitions, written out, have at most 10000 characters"},
        {NESTED_50 "(a)" DENTED_50, "a pattern's parentheses are nested at most 50 deep"},
        {thousand_and_one, "a pattern has at most 1000 characters"},
    };
    struct bal_pattern *p;
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(bal_pattern_new(&bal_mem_std, cases[i].pattern, &p, &err), 0);
        if (bal_pattern_match(p, cases[i].text) != (int)cases[i].match)
            fail_msg("%s: %s", cases[i].pattern, cases[i].text);
        bal_pattern_free(&bal_mem_std, p);
    }
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(bal_pattern_new(&bal_mem_std, refused[i].pattern, &p, &err), BAL_EDATA);
        assert_null(p);
        assert_text(refused[i].pattern, err.message, refused[i].message);
    }
}

/* A locale with a decimal comma, where the machine has one; the C locale is tested above. */
static void other_locales(void **state)
{
    static const char *const comma[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "kk_KZ.UTF-8", "ru_RU.UTF-8"};

    for (size_t i = 0; i < sizeof comma / sizeof comma[0]; i++)
        if (setlocale(LC_ALL, comma[i]) != NULL)
            break;
    good_cells(state);
    bad_cells(state);
    setlocale(LC_ALL, "C");
}

static void list_items(void **state)
{
    const char *item;
    size_t at = 0, n;

    (void)state;
    assert_true(bal_list_next("ab;c", 4, ';', &at, &item, &n));
    assert_int_equal(n, 2);
    assert_true(bal_list_next("ab;c", 4, ';', &at, &item, &n));
    assert_memory_equal(item, "c", 1);
    assert_int_equal(n, 1);
    assert_false(bal_list_next("ab;c", 4, ';', &at, &item, &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_cells), cmocka_unit_test(bad_cells),
        cmocka_unit_test(enums),      cmocka_unit_test(ranges),
        cmocka_unit_test(lengths),    cmocka_unit_test(required_and_missing),
        cmocka_unit_test(patterns),   cmocka_unit_test(other_locales),
        cmocka_unit_test(list_items),
    };

    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
