/* Refusing a study: copies of t/data/freedonia with faults planted in them. What is wrong with each
 * was written by hand. */
#include "scratch.h"

#include "io/load.h"

static char freedonia[600]; /* where the study is */

struct edit {
    const char *file, *from, *to; /* an empty `from` is the end of the file, NULL all of it */
};

/* Loads a copy of the study with the edits (ended by file NULL) made in it. */
static void check_edits(const struct edit *edit, const char *summary, const char *violations)
{
    const char *what = edit->to;
    struct bal_study *study;
    struct bal_diag diag;
    struct bal_error err = {0};
    char path[300];
    int code;

    scratch_remove("f");
    scratch_copy(freedonia, "f");
    for (; edit->file != NULL; edit++) {
        snprintf(path, sizeof path, "f/%s", edit->file);
        if (edit->from == NULL)
            scratch_write(path, edit->to, strlen(edit->to));
        else
            scratch_edit(path, edit->from, edit->to);
    }
    bal_diag_init(&diag, &bal_mem_std);
    code = bal_load("f", &bal_mem_std, &study, &diag, &err);
    assert_diag(what, &diag, violations);
    assert_int_equal(code, violations[0] != '\0' ? BAL_EDATA : 0);
    assert_text(what, err.message, summary);
    assert_int_equal(study != NULL, code == 0);
    bal_study_free(study);
}

static void ten_faults(void **state)
{
    static const struct edit edits[] = {
        {"ladder.csv", "area,2,", "area,two,"},
        {"actors.csv", "", "sylvania,Sylvania again,state,\n"},
        {"events.csv", ",policy,", ",polcy,"},
        {"events.csv", "1994-02-10", "1994-02-30"},
        {"events.csv", "agreement,customs_union", "agreement,custom_union"},
        {"positions.csv", "chicolini1999,chart 1,stated,\nsoup", "chart 1,stated,\nsoup"},
        {"crises.csv", "chart,herring,1993-01/", "chart,herring,1991-06/"},
        {"texts.csv", "gate.txt", "gates.txt"},
        {"notes.csv", "soup-status,Whether",
         "soup-status,\xD6"
         "b"},
        {"observations.csv", "1991-04/1991-06", "1991-04/1991-07"},
        {NULL, NULL, NULL},
    };

    (void)state;
    check_edits(
        edits, "f: 10 violations in 8 files",
        "f/ladder.csv:4: column 'rank': value 'two': not a whole number; write digits only, such "
        "as 12 or -3\n"
        "f/actors.csv:8: column 'id': value 'sylvania': line 3 has the same primary key; make them "
        "differ, or remove one\n"
        "f/events.csv:3: column 'kind': value 'polcy': not one of speech, initiative, agreement, "
        "institution, visit, policy, statement; did you mean 'policy'?\n"
        "f/events.csv:9: column 'date': value '1994-02-30': 1994-02-30 is impossible: February "
        "1994 has 28 days\n"
        "f/events.csv:9: column 'rung': value 'custom_union': no row of 'ladder' has this id; did "
        "you mean 'customs_union'?\n"
        "f/positions.csv:4: the record has 11 fields where the header has 12; an empty field still "
        "needs its comma\n"
        "f/crises.csv:3: column 'span': value '1991-06/1994-06': it overlaps '1991/1991' on line 2 "
        "of the coding 'chart'; both ends of a span are inside it: end the one before the other "
        "starts\n"
        "f/texts.csv:4: column 'path': value 'texts/gates.txt': there is no such file; correct the "
        "path, or put the file there\n"
        "f/notes.csv:3: byte 13 of the line (0xD6) is not UTF-8; save the file as UTF-8\n"
        "f/observations.csv:62: column 'period': value '1991-04/1991-07': not one quarter, the "
        "interval of 'customs'; write it as 1991-01/1991-03\n");
}

#define EDTF "\n            \"rdfType\": \"http://id.loc.gov/datatypes/edtf/EDTF-level1\""

/* One edit, and all that comes of it. */
static const struct {
    struct edit edit;
    const char *violations;
} cases[] = {
    /* Nothing wrong */
    {{"events.csv", "", ""}, ""},
    {{"events.csv", "1992~", "1985/.."}, ""},
    {{"positions.csv", "1990/1990", "1990"}, ""},
    {{"positions.csv", "1990/1990", "../1990"}, ""},
    {{"phases.csv", "chart,river,2,1991/", "chart,river,2,1991~/"}, ""},
    {{"observations.csv", "growth,1990,", "growth,1990-01/1990-12,"}, ""},
    {{"initiatives.csv", "freedonia;sylvania,", ","}, ""},

    /* The header */
    {{"notes.csv", "topic", "topics"},
     "f/notes.csv:1: column 'topics': datapackage.json declares no such field; did you mean "
     "'topic'?\n"},
    {{"notes.csv", "topic", "subject"},
     "f/notes.csv:1: column 'subject': datapackage.json declares no such field; declare it there, "
     "or remove it here\n"
     "f/notes.csv:1: column 'topic': the file has no such column, and datapackage.json declares "
     "it; add it, or remove the field there\n"},
    {{"notes.csv", "first_locator", "first"},
     "f/notes.csv:1: column 'first': columns 3 and 4 of the header have the same name; give each "
     "column a name of its own\n"
     "f/notes.csv:1: column 'first_locator': the file has no such column, and datapackage.json "
     "declares it; add it, or remove the field there\n"},

    /* Keys */
    {{"ladder.csv", "consultations,1", "consultations,0"},
     "f/ladder.csv:3: column 'rank': value '0': line 2 has the same rank; make them differ, or "
     "remove one\n"},
    {{"coarse_ladder.csv", "union,2", "union,1"},
     "f/coarse_ladder.csv:4: column 'rank': value '1': line 3 has the same value; make them "
     "differ, "
     "or remove one\n"},
    {{"crises.csv", "text,herring", "text,flood"},
     "f/crises.csv:6: column 'coding, id': value 'text, flood': line 5 has the same primary key; "
     "make them differ, or remove one\n"},
    {{"harvests.csv", "1992,", "1990,"},
     "f/harvests.csv:4: column 'year': value '1990': line 2 has the same primary key; make them "
     "differ, or remove one\n"},
    {{"observations.csv", "growth,1991,", "growth,1990-01/1990-12,"},
     "f/observations.csv:74: column 'indicator, period': value 'growth, 1990-01/1990-12': line 73 "
     "has the same primary key; make them differ, or remove one\n"},
    {{"texts.csv", "inaugural-2.txt", "inaugural-1.txt"},
     "f/texts.csv:3: column 'path': value 'texts/inaugural-1.txt': line 2 has the same value; make "
     "them differ, or remove one\n"},
    {{"notes.csv", "soup-status", ""},
     "f/notes.csv:3: column 'id': this cell must not be empty; fill it in\n"},
    {{"notes.csv", "soup-status", "\"\""},
     "f/notes.csv:3: column 'id': value '': this cell must not be empty; fill it in\n"},
    {{"datapackage.json", "\n        \"primaryKey\": \"id\",", ""}, ""}, /* id stands in for it */
    {{"events.csv", ",firefly;freedonia,", ",firefly;fredonia,"},
     "f/events.csv:4: column 'actors': value 'fredonia': no row of 'actors' has this id; did you "
     "mean 'freedonia'?\n"},
    {{"events.csv", "Upper House,chicolini1999", "Upper House,marx1932"},
     "f/events.csv:2: column 'source': value 'marx1932': no row of 'sources' has this key; correct "
     "it, or add it to f/sources.bib\n"},
    {{"ladder.csv", "0,0,apart", "0,0,"}, ""},
    {{"ladder.csv", "0,0,apart", "0,0,\"\""}, ""},
    /* a table with lost records measures no one */
    {{"actors.csv", "trentino,Trentino,person,", "trentino,Trentino,person"},
     "f/actors.csv:7: the record has 3 fields where the header has 4; an empty field still needs "
     "its "
     "comma\n"},
    {{"sources.bib", "year      = {2001}", "year      = jan"},
     "f/sources.bib:16: a value that is no text and no number; put it in braces\n"},

    /* Spans */
    {{"positions.csv", "1990/1990", "1990/"},
     "f/positions.csv:2: column 'span': value '1990/': the end of the span is unknown; write .. "
     "where it is open, or give a date\n"},
    {{"phases.csv", "chart,apart,1,1990/1990", "chart,apart,1,1992/1992"},
     "f/phases.csv:3: column 'span': value '1991/1993-05': it starts before line 2 of the coding "
     "'chart'; put the rows of a coding in the order of time\n"},
    {{"phases.csv", "1990/1990", "1990/1991-01-01"},
     "f/phases.csv:3: column 'span': value '1991/1993-05': it overlaps '1990/1991-01-01' on line 2 "
     "of the coding 'chart'; both ends of a span are inside it: end the one before the other "
     "starts\n"},
    {{"crises.csv", "chart,flood,1991/1991", "chart,flood,1991/.."},
     "f/crises.csv:3: column 'span': value '1993-01/1994-06': it overlaps '1991/..' on line 2 of "
     "the coding 'chart'; both ends of a span are inside it: end the one before the other starts\n"
     "f/crises.csv:4: column 'span': value '1997-01-15/1997-12': it overlaps '1991/..' on line 2 "
     "of the coding 'chart'; both ends of a span are inside it: end the one before the other "
     "starts\n"},

    /* Indicators */
    {{"observations.csv", "herring,1990-01,", "herring,1990,"},
     "f/observations.csv:2: column 'period': value '1990': not one month, the interval of "
     "'herring'; write it as 1991-05\n"},
    {{"observations.csv", "herring,1990-01,", "herring,../1990-01,"},
     "f/observations.csv:2: column 'period': value '../1990-01': not one month, the interval of "
     "'herring'; write it as 1991-05\n"},
    {{"observations.csv", "growth,1990,1.5", "growth,1990,\"1,5\""},
     "f/observations.csv:73: column 'value': value '1,5': not a number; write a point before the "
     "decimals and no thousands separator\n"},
    {{"datapackage.json", ", \"enum\": [\"month\", \"quarter\", \"year\"]", ""}, ""},

    /* Codings */
    {{"codings.csv", "talks-1990,pinkerton,rung", "talk-1990,pinkerton,rung"},
     "f/codings.csv:4: column 'record': value 'talk-1990': no row of 'events' has this id; did you "
     "mean 'talks-1990'?\n"},
    {{"codings.csv", "talks-1990,pinkerton,rung", "talks-1990,pinkerton,rungs"},
     "f/codings.csv:4: column 'field': value 'rungs': 'events' has no such field; did you mean "
     "'rung'?\n"},
    {{"codings.csv", "talks-1990,pinkerton,rung", "talks-1990,pinkerton,id"},
     "f/codings.csv:4: column 'field': value 'id': the id of 'events' is not coded\n"},
    {{"codings.csv", "pinkerton,rung,consultations", "pinkerton,rung,consultation"},
     "f/codings.csv:4: column 'value': value 'consultation': no row of 'ladder' has this key; did "
     "you mean 'consultations'?\n"},
    {{"codings.csv", "pinkerton,stance,multi_directional", "pinkerton,stance,many"},
     "f/codings.csv:35: column 'value': value 'many': as 'stance': not one of integration, "
     "multi_directional, neutral\n"},
    {{"codings.csv", "pinkerton,stance,multi_directional", "pinkerton,stance,"},
     "f/codings.csv:35: column 'value': as 'stance': this cell must not be empty; fill it in\n"},
    {{"codings.csv", "pinkerton,rung,consultations", "pinkerton,rung,"}, ""},
    {{"codings.csv", "date,1992-03/1992-06", "date,1992-3"},
     "f/codings.csv:48: column 'value': value '1992-3': as 'date': 1992-3 needs four digits for a "
     "year and two for a month or a day: write 1992-03\n"},
    {{"codings.csv", "go_it_alone,0.6", "go_it_alone,0"},
     "f/codings.csv:5: column 'confidence': value '0': a confidence is above 0, and 1 at most\n"},
    {{"codings.csv", "talks-1990,gloria,rung", "talks-1990,pinkerton,rung"},
     "f/codings.csv:5: column 'record, coder, field': value 'talks-1990, pinkerton, rung': line 4 "
     "has the same primary key; make them differ, or remove one\n"},
    {{"codings.csv", "", "river-force-1992,vera,actors,sylvania;firefly,\n"}, ""},
    {{"codings.csv", "", "river-force-1992,vera,actors,sylvania;fire,\n"},
     "f/codings.csv:49: column 'value': value 'sylvania;fire': no row of 'actors' has this key\n"},
    {{"datapackage.json", ",\n        \"primaryKey\": [\"record\", \"coder\", \"field\"]", ""}, ""},

    /* Texts and files */
    {{"texts.csv", "texts/gate.txt", "../gate.txt"},
     "f/texts.csv:4: column 'path': value '../gate.txt': the path has '..' in it, and must stay "
     "inside the folder; write it relative to datapackage.json\n"},
    {{"texts.csv", "texts/gate.txt", "texts"},
     "f/texts.csv:4: column 'path': value 'texts': this is a folder, not a file; correct the path, "
     "or put the file there\n"},
    {{"texts/gate.txt", "", "and more\nline \xFF\n"},
     "f/texts/gate.txt:3: the line has a byte (0xFF) that is not UTF-8; save the file as UTF-8\n"},
    {{"datapackage.json", "notes.csv", "note.csv"},
     "f/note.csv: there is no such file; put it there, or correct the path in "
     "datapackage.json\n"},
    {{"datapackage.json", "sources.bib", "source.bib"},
     "f/source.bib: there is no such file; put it there, or correct the path in "
     "datapackage.json\n"},
    {{"datapackage.json", "\"path\": \"notes.csv\"", "\"path\": \"texts\""},
     "f/texts: this is a folder, not a file; put it there, or correct the path in "
     "datapackage.json\n"},

    /* The package */
    {{"datapackage.json", "\"temporal\": \"1990-01/1999-12\"", "\"temporal\": \"1990-01/..\""},
     "f/datapackage.json: property 'temporal': value '1990-01/..': the study's period needs both "
     "ends; write the study's period as 1991-01/2010-12\n"},
    {{"datapackage.json", "\"temporal\": \"1990-01/1999-12\"", "\"temporal\": \"1999/1990\""},
     "f/datapackage.json: property 'temporal': value '1999/1990': 1999/1990 is reversed: its "
     "start, "
     "1999, comes after its end, 1990; write the study's period as 1991-01/2010-12\n"},
    {{"datapackage.json", "," EDTF, ""},
     "f/datapackage.json: property 'resources[5].schema.fields': the field 'date' of 'events' has "
     "a type that its role cannot use; make it a string with rdfType "
     "http://id.loc.gov/datatypes/edtf/EDTF-level1\n"},
};

static void one_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edit edits[2] = {cases[i].edit, {NULL, NULL, NULL}};
        size_t n = 0, files = 0;
        char summary[80] = "";

        for (const char *s = cases[i].violations; *s != '\0'; s = strchr(s, '\n') + 1)
            n++;
        files = n > 0;
        if (n > 0)
            snprintf(summary, sizeof summary, "f: %zu violation%s in %zu file", n,
                     n == 1 ? "" : "s", files);
        check_edits(edits, summary, cases[i].violations);
    }
}

/* Several edits together, where one needs another. */
static void faults_together(void **state)
{
    static const struct edit no_keys[] = {
        {"datapackage.json", "\"primaryKey\": [\"indicator\", \"period\"],", ""},
        {"datapackage.json", ", \"enum\": [\"month\", \"quarter\", \"year\"]", ""},
        {"indicators.csv", "barrel,month", "barrel,mont"},
        {"observations.csv", "growth,1991,", "growth,1990,"},
        {NULL, NULL, NULL},
    };
    static const struct edit no_id_key[] = {
        {"datapackage.json",
         "\"What the data do.\", \"constraints\": {\"required\": true}}\n        ],\n"
         "        \"primaryKey\": \"id\"",
         "\"\"}]"},
        {"notes.csv", "soup-status", "flood-dates"},
        {NULL, NULL, NULL},
    };
    static const struct edit coded_twice[] = {
        {"datapackage.json", ",\n        \"primaryKey\": [\"record\", \"coder\", \"field\"]", ""},
        {"datapackage.json", "\"Column of the events.\", \"constraints\": {\"required\": true}",
         "\"\""},
        {"codings.csv", "talks-1990,gloria,rung", "talks-1990,pinkerton,rung"},
        {"codings.csv", "", "vera,vera,,go_it_alone,1\n"},
        {NULL, NULL, NULL},
    };
    static const struct edit of_a_table[] = {
        {"datapackage.json",
         "\"name\": \"field\", \"type\": \"string\", \"description\": \"Column of the events.\", "
         "\"constraints\": {\"required\": true}}",
         "\"name\": \"field\", \"type\": \"string\"}, {\"name\": \"table\", \"type\": \"string\"}"},
        {"datapackage.json", "[\"record\", \"coder\", \"field\"]",
         "[\"record\", \"coder\", \"field\", \"table\"]"},
        {"codings.csv", NULL,
         "record,coder,field,value,confidence,table\n"
         "ducks,vera,rung,go_it_alone,,position\n"
         "ducky,vera,rung,go_it_alone,,positions\n"
         "ducks,vera,span,1990/1991,,positions\n"
         "inaugural-1990,vera,rung,go_it_alone,,\n"},
        {NULL, NULL, NULL},
    };
    static const struct edit bad_package[] = {
        {"datapackage.json", "\"type\": \"integer\"", "\"type\": \"intger\""},
        {"datapackage.json", "\"resource\": \"coarse_ladder\"", "\"resource\": \"coarse\""},
        {"events.csv", ",policy,", ",polcy,"},
        {NULL, NULL, NULL},
    };

    (void)state;
    check_edits(no_keys, "f: 2 violations in 2 files",
                "f/indicators.csv:2: column 'interval': value 'mont': not one of month, quarter, "
                "year; did you mean 'month'?\n"
                "f/observations.csv:74: column 'indicator, period': value 'growth, 1990': line 73 "
                "has the same indicator and period; make them differ, or remove one\n");
    check_edits(
        coded_twice, "f: 3 violations in 1 file",
        "f/codings.csv:5: column 'record, coder, field': value 'talks-1990, pinkerton, "
        "rung': line 4 has the same record, coder and field; make them differ, or remove "
        "one\n"
        "f/codings.csv:49: column 'field': a coding needs a field\n"
        "f/codings.csv:49: column 'record': value 'vera': no row of 'events' has this id\n");
    check_edits(of_a_table, "f: 3 violations in 1 file",
                "f/codings.csv:2: column 'table': value 'position': the package has no table of "
                "this name; did you mean 'positions'?\n"
                "f/codings.csv:3: column 'record': value 'ducky': no row of 'positions' has this "
                "id; did you mean 'ducks'?\n"
                "f/codings.csv:5: column 'table': this cell must not be empty; fill it in\n");
    check_edits(
        no_id_key, "f: 1 violation in 1 file",
        "f/notes.csv:3: column 'id': value 'flood-dates': line 2 has the same id; make them "
        "differ, or remove one\n");
    /* the data are checked as far as the package can be understood */
    check_edits(bad_package, "f: 3 violations in 2 files",
                "f/datapackage.json: property 'resources[0].schema.fields[1].type': value "
                "'intger': not a field type that Balassa reads; did you mean 'integer'?\n"
                "f/datapackage.json: property "
                "'resources[0].schema.foreignKeys[0].reference.resource': value 'coarse': the "
                "package has no resource of this name\n"
                "f/events.csv:3: column 'kind': value 'polcy': not one of speech, initiative, "
                "agreement, institution, visit, policy, statement; did you mean 'policy'?\n");
}

/* Bytes changed anywhere: an answer, no crash, no leak. */
static void random_damage(void **state)
{
    static const char *const file[] = {"datapackage.json", "events.csv",       "sources.bib",
                                       "phases.csv",       "observations.csv", "texts.csv",
                                       "harvests.csv"};
    static const char alphabet[] = "a1,;\"{}[]\n\r/-X.:\\\xC3";
    uint64_t seed = 1933;

    (void)state;
    scratch_remove("f");
    scratch_copy(freedonia, "f");
    for (int round = 0; round < 400; round++) {
        const char *name = file[random_below(&seed, sizeof file / sizeof file[0])];
        struct bal_study *study;
        struct bal_diag diag;
        struct bal_error err;
        char path[100], *whole, *damaged;
        size_t n;
        int code;

        snprintf(path, sizeof path, "f/%s", name);
        whole = scratch_read(path, &n);
        damaged = malloc(n);
        assert_non_null(damaged);
        memcpy(damaged, whole, n);
        for (size_t k = random_below(&seed, 6) + 1; k > 0; k--)
            damaged[random_below(&seed, n)] = alphabet[random_below(&seed, sizeof alphabet - 1)];
        scratch_write(path, damaged, n - random_below(&seed, 2) * random_below(&seed, n));
        bal_diag_init(&diag, &bal_mem_std);
        code = bal_load("f", &bal_mem_std, &study, &diag, &err);
        assert_true(code == 0 || code == BAL_EDATA);
        assert_int_equal(diag.total > 0, code != 0);
        bal_study_free(study);
        bal_diag_free(&diag);
        scratch_write(path, whole, n);
        free(whole);
        free(damaged);
    }
}

static int open_study(void **state)
{
    open_scratch(state);
    snprintf(freedonia, sizeof freedonia, "%s/t/data/freedonia", scratch.home);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_faults),
        cmocka_unit_test(one_fault),
        cmocka_unit_test(faults_together),
        cmocka_unit_test(random_damage),
    };

    return cmocka_run_group_tests_name("load_faults", tests, open_study, close_scratch);
}
