/* BibTeX: every rule of io/bib.h. What is wanted was written by hand. */
#include "scratch.h"

#include "io/bib.h"

/* A text, its table ("columns\nline|cell|cell", ~ for a missing cell) and its violations. */
static const struct {
    const char *what, *text, *table, *violations;
} cases[] = {
    {"empty", "", "key|type|author|title|year\n", ""},
    {"one entry", "@book{pinky2001, author = {Pinky, H.}, title = \"Soup\", year = 2001}\n",
     "key|type|author|title|year\n1|pinky2001|book|Pinky, H.|Soup|2001\n", ""},
    {"case, white space, comma at the end",
     "@Article {\n  a:b-c_1.x ,\n TITLE={Duck\n\t soup } ,\n Year = {1933},\n}\n",
     "key|type|author|title|year\n1|a:b-c_1.x|article|~|Duck soup|1933\n", ""},
    {"other fields in order of first use", "@misc{a, url = {u}}\n@misc{b, note = {n}, url = {v}}\n",
     "key|type|author|title|year|url|note\n1|a|misc|~|~|~|u|~\n2|b|misc|~|~|~|v|n\n", ""},
    {"nested braces, quotes in braces, braces in quotes",
     "@misc{a, title = {The {Duck \"{S}oup\"} {of}}, note = \"a {\"} b\"}",
     "key|type|author|title|year|note\n1|a|misc|~|The Duck \"Soup\" of|~|a \" b\n", ""},
    {"no fields", "@misc{a}\n@misc{b,}",
     "key|type|author|title|year\n1|a|misc|~|~|~\n2|b|misc|~|~|~\n", ""},
    {"an empty value", "@misc{a, note = {}}", "key|type|author|title|year|note\n1|a|misc|~|~|~|\n",
     ""},
    {"comments", "% a line\n@comment{ {x} @book{y} }\n@COMMENT a line\n@misc{a}\n",
     "key|type|author|title|year\n4|a|misc|~|~|~\n", ""},
    {"byte order mark, CRLF", "\xEF\xBB\xBF@misc{a,\r\n title = {x\r\n y}}\r\n",
     "key|type|author|title|year\n1|a|misc|~|x y|~\n", ""},
    {"a field called type", "@phdthesis{a, type = {PhD thesis}}",
     "key|type|author|title|year|subtype\n1|a|phdthesis|~|~|~|PhD thesis\n", ""},
    {"UTF-8", "@misc{a, title = {\xC3\x96sterlich}}",
     "key|type|author|title|year\n1|a|misc|~|\xC3\x96sterlich|~\n", ""},

    {"macros", "@string{x = {y}}\n@preamble{ {z} }\n@misc{a}\n",
     "key|type|author|title|year\n3|a|misc|~|~|~\n",
     "s.bib:1: @string and @preamble are not supported; write each value out in its entry\n"
     "s.bib:2: @string and @preamble are not supported; write each value out in its entry\n"},
    {"joined texts", "@misc{a,\n title = {x} # {y}}\n@misc{b}\n",
     "key|type|author|title|year\n3|b|misc|~|~|~\n",
     "s.bib:2: # joins texts, which is not supported; write the whole text in one pair of "
     "braces\n"},
    {"a macro's name", "@misc{a, month = jan}\n", "key|type|author|title|year\n",
     "s.bib:1: a value that is no text and no number; put it in braces\n"},
    {"TeX", "@misc{a,\n title = {caf\\'e}}\n", "key|type|author|title|year\n",
     "s.bib:2: a TeX command (\\) in a value; write the letter itself, in UTF-8\n"},
    {"parentheses", "@misc(a, note = {x})\n@misc{b}\n",
     "key|type|author|title|year\n2|b|misc|~|~|~\n",
     "s.bib:1: no { follows the entry's type; write @type{key, ...}\n"},
    {"no key", "@misc{, title = {x}}\n@misc{title = {x}}\n", "key|type|author|title|year\n",
     "s.bib:1: the entry has no key; write @type{key, ...}\n"
     "s.bib:2: neither , nor } after a value; put a comma between two fields\n"},
    {"no type", "@{a}\n", "key|type|author|title|year\n",
     "s.bib:1: no type follows the @; write @type{key, ...}\n"},
    {"no comma", "@misc{a,\n title = {x}\n note = {y}}\n@misc{b}\n",
     "key|type|author|title|year\n4|b|misc|~|~|~\n",
     "s.bib:3: neither , nor } after a value; put a comma between two fields\n"},
    {"no equals", "@misc{a,\n title {x}}\n", "key|type|author|title|year\n",
     "s.bib:2: value 'title': no = follows the field's name; write field = {value}\n"},
    {"two commas", "@misc{a,, title = {x}}\n", "key|type|author|title|year\n",
     "s.bib:1: a field's name is missing; write field = {value}, and } after the last\n"},
    {"an open brace", "@misc{a,\n title = {x,\n year = 1\n", "key|type|author|title|year\n",
     "s.bib:2: a value begins here and is never closed; close it\n"},
    {"an open entry", "@misc{a,\n title = {x}\n\n@misc{b}\n",
     "key|type|author|title|year\n4|b|misc|~|~|~\n",
     "s.bib:4: neither , nor } after a value; put a comma between two fields\n"},
    {"an open entry after a comma", "@misc{a,\n title = {x},\n\n@misc{b}\n",
     "key|type|author|title|year\n4|b|misc|~|~|~\n",
     "s.bib:1: the entry that begins here never ends; close it with }\n"},
    {"an open comment", "\n@comment{ {x}\n", "key|type|author|title|year\n",
     "s.bib:2: the comment that begins here never ends; close it with }\n"},
    {"a brace too many", "@misc{a, title = \"x}\"}\n", "key|type|author|title|year\n",
     "s.bib:1: a brace closes that was not opened; balance the braces\n"},
    {"a lost @", "@misc{a}\nmisc{b, title = {x}}\n@misc{c}\n",
     "key|type|author|title|year\n1|a|misc|~|~|~\n3|c|misc|~|~|~\n",
     "s.bib:2: text outside an entry; begin it with @, or put it in @comment{...}\n"},
    {"a key twice", "@misc{a}\n@book{a}\n", "key|type|author|title|year\n1|a|misc|~|~|~\n",
     "s.bib:2: column 'key': value 'a': the entry on line 1 has the same key; give each source a "
     "key of its own\n"},
    {"a dropped entry's fields are free again",
     "@misc{a, note = {x}, = {y}}\n@misc{b, note = {z}}\n",
     "key|type|author|title|year|note\n2|b|misc|~|~|~|z\n",
     "s.bib:1: a field's name is missing; write field = {value}, and } after the last\n"},
    {"a field twice", "@misc{a,\n note = {x},\n Note = {y}}\n", "key|type|author|title|year\n",
     "s.bib:3: value 'note': the entry has this field twice; remove one\n"},
    {"a field called key", "@misc{a, key = {x}}\n", "key|type|author|title|year\n",
     "s.bib:1: value 'key': the table has a column of this name for each entry's own key; call it "
     "otherwise\n"},
    {"Latin-1", "@misc{a,\n title = {\xD6}}\n", "key|type|author|title|year\n",
     "s.bib:2: the line has a byte that is not UTF-8; save the file as UTF-8\n"},
};

static void show_table(const struct bal_table *t, const struct bal_names *names,
                       struct bal_buf *out)
{
    for (size_t c = 0; c < t->cols; c++)
        bal_buf_addf(out, "%s%s", c > 0 ? "|" : "", bal_names_text(names, t->col[c].name));
    bal_buf_addc(out, '\n');
    for (size_t r = 0; r < t->rows; r++) {
        bal_buf_addf(out, "%u", t->line[r]);
        for (size_t c = 0; c < t->cols; c++) {
            const char *text = bal_names_text(names, t->col[c].as.names[r]);

            bal_buf_addf(out, "|%s", text != NULL ? text : "~");
        }
        bal_buf_addc(out, '\n');
    }
}

static void every_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bal_names *names = bal_names_new(&bal_mem_std);
        struct bal_table t;
        struct bal_diag diag;
        struct bal_error err;
        struct bal_buf out;
        bool damaged;

        bal_table_init(&t, &bal_mem_std, 0, 0);
        bal_diag_init(&diag, &bal_mem_std);
        bal_buf_init(&out, &bal_mem_std);
        assert_int_equal(bal_bib_read(cases[i].text, strlen(cases[i].text), "s.bib", names, &t,
                                      &diag, &damaged, &err),
                         0);
        show_table(&t, names, &out);
        assert_text(cases[i].what, bal_buf_text(&out), cases[i].table);
        assert_diag(cases[i].what, &diag, cases[i].violations);
        bal_buf_free(&out);
        bal_table_free(&t);
        bal_names_free(names);
    }
}

static int read_text(const struct bal_mem *mem, const char *text, size_t n)
{
    struct bal_names *names = bal_names_new(mem);
    struct bal_table t;
    struct bal_diag diag;
    struct bal_error err;
    bool damaged;
    int code;

    if (names == NULL)
        return BAL_EMEM;
    bal_table_init(&t, mem, 0, 0);
    bal_diag_init(&diag, &bal_mem_std);
    code = bal_bib_read(text, n, "s.bib", names, &t, &diag, &damaged, &err);
    bal_diag_free(&diag);
    bal_table_free(&t);
    bal_names_free(names);
    return code;
}

/* Each way a file can end early, and random damage: no crash, no leak, no reading beyond the end
 * (the text has no NUL after it). */
static void damaged_texts(void **state)
{
    static const char whole[] = "@comment{x}\n@book{a, t = {x {y}}, u = \"z\", v = 12}\n% c\n@m{b}";
    static const char alphabet[] = "@{}\"=,#\\%\n a1";
    uint64_t seed = 7;

    (void)state;
    for (size_t n = 0; n < sizeof whole; n++) {
        for (int round = 0; round < 30; round++) {
            char *text = malloc(n > 0 ? n : 1);

            assert_non_null(text);
            memcpy(text, whole, n);
            for (int k = 0; n > 0 && k < round % 4; k++)
                text[random_below(&seed, n)] = alphabet[random_below(&seed, sizeof alphabet - 1)];
            assert_int_equal(read_text(&bal_mem_std, text, n), 0);
            free(text);
        }
    }
}

static void out_of_memory(void **state)
{
    static const char text[] = "@book{a, t = {x {y}}, u = \"z\"}\n@misc{b, w = 12}\n";
    struct count_mem count = {0};
    const struct bal_mem mem = {count_alloc, &count};
    int code = BAL_EMEM;

    (void)state;
    for (size_t k = 1; code != 0; k++) {
        count.calls = 0;
        count.fail_at = k;
        code = read_text(&mem, text, sizeof text - 1);
        assert_true(code == 0 || code == BAL_EMEM);
        assert_int_equal(count.live, 0);
    }
    assert_true(count.fail_at > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case),
        cmocka_unit_test(damaged_texts),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests_name("bib", tests, NULL, NULL);
}
