/* datapackage.json: each shape that is refused, with the property that is at fault. What is wanted
 * follows the Frictionless Data Package and Table Schema specifications and io/package.h. */
#include "scratch.h"

#include "io/package.h"
#include "model/study.h"

/* A package of one table whose schema has the given members, and of one field. */
#define RESOURCE(members) "{\"resources\": [{\"name\": \"t\", \"path\": \"t.csv\", " members "}]}"
#define SCHEMA(members) RESOURCE("\"schema\": {" members "}")
#define FIELDS(fields, more) SCHEMA("\"fields\": [" fields "]" more)
#define FIELD(members) FIELDS("{\"name\": \"x\", " members "}", "")
#define CONSTRAINED(type, members) FIELD("\"type\": \"" type "\", \"constraints\": {" members "}")

#define R0 "p.json: property 'resources[0]"
#define F0 "p.json: property 'resources[0].schema.fields[0]"
#define C0 "p.json: property 'resources[0].schema.fields[0].constraints"
#define TYPES                                                                                   \
    "not a field type that Balassa reads; use string, integer, number, boolean, year, date or " \
    "list, or string with an EDTF rdfType\n"

static const struct {
    const char *json, *violations;
} cases[] = {
    /* The document */
    {"", "p.json: the file is empty\n"},
    {"{\n \"name\": \"x\",\n}", "p.json:3: not JSON at column 1: string or '}' expected near '}'; "
                                "correct it there, or just before\n"},
    {"{\"a\": 1,\n \"a\": 2}", "p.json:2: not JSON at column 4: duplicate object key near '\"a\"'; "
                               "correct it there, or just before\n"},
    {"[]", "p.json: not an object ({...})\n"},
    {"{}", "p.json: property 'resources': a data package needs a list of resources; list the files "
           "of the study\n"},
    {"{\"resources\": []}", "p.json: property 'resources': a data package needs a list of "
                            "resources; list the files of the study\n"},
    {"{\"resources\": [7], \"name\": 3}",
     "p.json: property 'name': value '3': not a string\n"
     "p.json: property 'resources[0]': value '7': not an object ({...})\n"},

    /* A resource */
    {"{\"resources\": [{}]}", R0 ".name': a resource needs a name; name it\n" R0
                                 ".path': a resource needs a path; name its file\n"},
    {"{\"resources\": [{\"name\": \"\", \"path\": \"a.txt\"}]}",
     R0 ".name': value '': a resource needs a name; name it\n"},
    {"{\"resources\": [{\"name\": \"a\", \"path\": \"a\"}, {\"name\": \"a\", \"path\": \"b\"}]}",
     "p.json: property 'resources[1].name': value 'a': another resource has this name; give each "
     "resource a name of its own\n"},
    {"{\"resources\": [{\"name\": \"a\", \"path\": [\"a.csv\", \"b.csv\"]}]}",
     R0 ".path': a resource in several files is not supported; join them into one file\n"},
    {"{\"resources\": [{\"name\": \"a\", \"data\": []}]}",
     R0 ".data': data inside datapackage.json are not supported; put the data in a file and name "
        "it in path\n"},
    {"{\"resources\": [{\"name\": \"a\", \"path\": \"/etc/passwd\"}]}",
     R0 ".path': value '/etc/passwd': the path is absolute, and must stay inside the folder; write "
        "it relative to datapackage.json\n"},
    {"{\"resources\": [{\"name\": \"a\", \"path\": \"\"}]}",
     R0 ".path': value '': the path is empty; write it relative to datapackage.json\n"},
    {"{\"resources\": [{\"name\": \"a\", \"path\": \"x/../../y\"}]}", R0
     ".path': value 'x/../../y': the path has '..' in it, and must stay inside the folder; write "
     "it relative to datapackage.json\n"},
    {"{\"resources\": [{\"name\": \"a\", \"path\": \"https://x/y.csv\"}]}",
     R0 ".path': value 'https://x/y.csv': the path is a URL, and must be a file inside the folder; "
        "write it relative to datapackage.json\n"},
    {"{\"resources\": [{\"name\": \"a\", \"path\": \"..a/b..\"}]}", ""},
    {"{\"resources\": [{\"name\": \"a\", \"path\": \"t.xls\", \"profile\": "
     "\"tabular-data-resource\"}]}",
     R0 ".format': a table can only be a CSV file; save it as CSV\n"},
    {"{\"resources\": [{\"name\": \"events\", \"path\": \"events.txt\"}]}",
     R0 ".format': 'events' must be a CSV file; make it one, or give the resource another name\n"},
    {"{\"resources\": [{\"name\": \"sources\", \"path\": \"sources.txt\"}]}", R0
     ".format': 'sources' must be a BibTeX or CSV file; make it one, or give the resource another "
     "name\n"},
    {RESOURCE("\"encoding\": \"latin-1\", \"schema\": {\"fields\": [{\"name\": \"x\"}]}"),
     R0 ".encoding': value 'latin-1': encodings other than utf-8 are not supported; save the file "
        "as UTF-8\n"},
    {RESOURCE("\"dialect\": {\"delimiter\": \";\", \"quoteChar\": \"\\\"\", \"header\": true}, "
              "\"schema\": {\"fields\": [{\"name\": \"x\"}]}"),
     R0 ".dialect.delimiter': value ';': CSV dialects other than RFC 4180's are not supported; "
        "save the file with commas, double quotes and a header\n"},

    /* A schema */
    {RESOURCE("\"title\": \"t\""),
     R0 ".schema': a CSV resource needs a schema; write the schema of the file here\n"},
    {RESOURCE("\"schema\": \"schema.json\""), R0
     ".schema': value 'schema.json': a CSV resource needs a schema; write the schema of the file "
     "here\n"},
    {SCHEMA(""), R0 ".schema.fields': a schema needs a list of fields; describe each column of the "
                    "file\n"},
    {FIELDS("{\"name\": \"x\"}", ", \"uniqueKeys\": [[\"x\"]]"), R0
     ".schema.uniqueKeys': uniqueKeys is not supported; use primaryKey, or the constraint unique "
     "of a field\n"},
    {FIELDS("{\"name\": \"x\"}", ", \"missingValues\": [\"NA\", 9]"),
     R0 ".schema.missingValues[1]': value '9': not a string\n"},
    {FIELDS("{}, {\"name\": \"x\"}, {\"name\": \"x\"}", ""),
     F0 ".name': a field needs a name; name the column\n" R0
        ".schema.fields[2].name': value 'x': another field of this resource has this name; give "
        "each field a name of its own\n"},
    {FIELDS("{\"name\": \"x\"}", ", \"primaryKey\": \"y\""),
     R0 ".schema.primaryKey': value 'y': 't' has no field 'y'\n"},
    {FIELDS("{\"name\": \"x\", \"type\": \"list\"}", ", \"primaryKey\": [\"x\"]"),
     R0 ".schema.primaryKey': the list 'x' cannot be part of a primary key; use a field of another "
        "type\n"},

    /* A field's type */
    {FIELD("\"type\": \"strin\""), F0 ".type': value 'strin': not a field type that Balassa reads; "
                                      "did you mean 'string'?\n"},
    {FIELD("\"type\": \"geopoint\""), F0 ".type': value 'geopoint': " TYPES},
    {FIELD("\"type\": \"EDTF\""), F0 ".type': value 'EDTF': " TYPES},
    {FIELD("\"type\": \"integer\", \"rdfType\": \"http://id.loc.gov/datatypes/edtf/EDTF-level1\""),
     F0 ".rdfType': value 'http://id.loc.gov/datatypes/edtf/EDTF-level1': EDTF is a type of "
        "strings; make its type string\n"},
    {FIELD("\"rdfType\": \"http://id.loc.gov/datatypes/edtf/EDTF-level2\""),
     F0 ".rdfType': value 'http://id.loc.gov/datatypes/edtf/EDTF-level2': EDTF level 2 is not "
        "supported; use EDTF-level1\n"},
    {FIELD("\"type\": \"list\", \"delimiter\": \"--\", \"itemType\": \"integer\""),
     F0 ".delimiter': value '--': a list's delimiter is one ASCII character\n" F0
        ".itemType': value 'integer': lists hold strings only; use string\n"},
    {FIELD("\"format\": \"email\""), F0 ".format': value 'email': formats other than 'default' are "
                                        "not supported; leave it out, or state a pattern\n"},
    {FIELD("\"type\": \"number\", \"decimalChar\": \",\""),
     F0 ".decimalChar': value ',': 'decimalChar' of a field is not supported; leave it out\n"},

    /* Constraints */
    {FIELD("\"constraints\": []"), C0 "': not an object ({...})\n"},
    {CONSTRAINED("string", "\"requird\": true"),
     C0 ".requird': value 'true': not a constraint that Balassa checks; did you mean "
        "'required'?\n"},
    {CONSTRAINED("string", "\"required\": \"yes\""),
     C0 ".required': value 'yes': not a boolean; write true or false\n"},
    {CONSTRAINED("string", "\"minimum\": 1"),
     C0 ".minimum': value '1': 'minimum' does not apply to a field of type string; leave it out\n"},
    {CONSTRAINED("list", "\"enum\": [\"a\"]"),
     C0 ".enum': 'enum' does not apply to a field of type list; leave it out\n"},
    {CONSTRAINED("integer", "\"minimum\": \"one\", \"maximum\": 2.5"),
     C0 ".minimum': value 'one': not a whole number; give a value of the field's own type\n" C0
        ".maximum': value '2.5': not a whole number; give a value of the field's own type\n"},
    {CONSTRAINED("string", "\"enum\": []"),
     C0 ".enum': the list is empty; list the allowed values\n"},
    {CONSTRAINED("string", "\"enum\": \"a\""), C0 ".enum': value 'a': not a list ([...])\n"},
    {CONSTRAINED("boolean", "\"enum\": [\"maybe\"]"),
     C0 ".enum[0]': value 'maybe': not a boolean; give a value of the field's own type\n"},
    {CONSTRAINED("string", "\"minLength\": -1, \"maxLength\": \"9\""),
     C0 ".minLength': value '-1': not a whole number from 0\n" C0
        ".maxLength': value '9': not a whole number from 0\n"},
    {CONSTRAINED("string", "\"pattern\": \"\\\\d+\""),
     C0 ".pattern': value '\\d+': a backslash before a letter or a digit is not supported (for \\d "
        "write [0-9])\n"},

    /* Foreign keys */
    {FIELDS("{\"name\": \"x\"}", ", \"foreignKeys\": [{\"fields\": \"x\"}]"),
     R0 ".schema.foreignKeys[0]': the foreign key is not complete; state fields, "
        "reference.resource and reference.fields\n"},
    {FIELDS("{\"name\": \"x\"}", ", \"foreignKeys\": [{\"fields\": \"x\", \"reference\": "
                                 "{\"resource\": \"tt\", \"fields\": \"x\"}}]"),
     R0 ".schema.foreignKeys[0].reference.resource': value 'tt': the package has no resource of "
        "this name; did you mean 't'?\n"},
    {FIELDS("{\"name\": \"from\"}", ", \"foreignKeys\": [{\"fields\": \"form\", \"reference\": "
                                    "{\"resource\": \"\", \"fields\": \"frmo\"}}]"),
     R0 ".schema.foreignKeys[0].fields': value 'form': 't' has no field 'form'; did you mean "
        "'from'?\n"},
    {FIELDS("{\"name\": \"x\"}, {\"name\": \"count\", \"type\": \"integer\"}",
            ", \"foreignKeys\": [{\"fields\": \"x\", \"reference\": {\"fields\": \"count\"}}, "
            "{\"fields\": \"x\", \"reference\": {\"fields\": [\"x\", \"count\"]}}, "
            "{\"fields\": \"x\", \"reference\": {\"fields\": \"z\"}}]"),
     R0 ".schema.foreignKeys[0].reference.fields': value 'count': 'x' is a field of type string, "
        "and 'count' of 't' is not; give both fields the same type\n" R0
        ".schema.foreignKeys[1]': 1 field refers to 2; name as many fields as reference.fields "
        "has\n" R0 ".schema.foreignKeys[2].reference.fields': value 'z': 't' has no field 'z'\n"},

    /* Roles */
    {"{\"resources\": [{\"name\": \"ladder\", \"path\": \"l.csv\", \"schema\": {\"fields\": ["
     "{\"name\": \"id\"}, {\"name\": \"rank\", \"type\": \"number\"}]}}]}",
     R0 ".schema.fields': the field 'rank' of 'ladder' has a type that its role cannot use; make "
        "its type "
        "integer\n" R0 ".schema.fields': the table 'ladder' needs a field 'label'; add it\n"},
    {"{\"resources\": [{\"name\": \"crises\", \"path\": \"c.csv\", \"schema\": {\"fields\": ["
     "{\"name\": \"id\"}, {\"name\": \"coding\"}, {\"name\": \"label\"}, {\"name\": \"span\"}]}}]}",
     R0 ".schema.fields': the field 'span' of 'crises' has a type that its role cannot use; make "
        "it a string with "
        "rdfType http://id.loc.gov/datatypes/edtf/EDTF-level1\n"},

    {"{\"resources\": [{\"name\": \"texts\", \"path\": \"t.csv\", \"schema\": {\"fields\": ["
     "{\"name\": \"id\"}, {\"name\": \"path\"}, {\"name\": \"content\"}]}}]}",
     R0 ".schema.fields': 'content' of 'texts' is what the files of its paths hold; name the field "
        "otherwise\n"},

    /* What is allowed */
    {FIELDS("{\"name\": \"x\", \"x-mine\": [1], \"format\": \"default\"}",
            ", \"foreignKeys\": [], \"missingValues\": []"),
     ""},
};

static void every_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bal_package *package;
        struct bal_diag diag;
        struct bal_error err;

        scratch_write("p.json", cases[i].json, strlen(cases[i].json));
        bal_diag_init(&diag, &bal_mem_std);
        assert_int_equal(bal_package_read(&bal_mem_std, "p.json", NULL, &diag, &package, &err), 0);
        bal_package_free(package);
        assert_diag(cases[i].json, &diag, cases[i].violations);
    }
}

static const char whole[] =
    "\xEF\xBB\xBF{\"name\": \"n\", \"title\": \"T\", \"version\": \"1\", \"temporal\": "
    "\"1991/1992\","
    " \"resources\": [{\"name\": \"ladder\", \"path\": \"l.CSV\", \"schema\": {\"fields\": ["
    "{\"name\": \"id\", \"constraints\": {\"pattern\": \"[a-z]+\", \"enum\": [\"a\", \"b\"]}},"
    "{\"name\": \"rank\", \"type\": \"integer\", \"constraints\": {\"minimum\": 0, \"maximum\": "
    "\"7\", \"unique\": true}},"
    "{\"name\": \"label\", \"constraints\": {\"minLength\": 1, \"maxLength\": 9}},"
    "{\"name\": \"score\", \"type\": \"number\", \"constraints\": {\"enum\": [0.1, 1]}},"
    "{\"name\": \"see\", \"type\": \"list\", \"delimiter\": \";\"}],"
    "\"primaryKey\": [\"id\"], \"missingValues\": [\"\", \"NA\"],"
    "\"foreignKeys\": [{\"fields\": [\"see\"], \"reference\": {\"resource\": \"\", \"fields\": "
    "\"id\"}}, {\"fields\": \"label\", \"reference\": {\"resource\": \"refs\", \"fields\": "
    "\"key\"}}]}}, {\"name\": \"refs\", \"path\": \"r.bib\"}, {\"name\": \"readme\", \"path\": "
    "\"README.md\"}]}";

static void everything(void **state)
{
    struct bal_package *p;
    struct bal_diag diag;
    struct bal_error err;
    const struct bal_resource *r;

    (void)state;
    scratch_write("p.json", whole, sizeof whole - 1);
    bal_diag_init(&diag, &bal_mem_std);
    assert_int_equal(bal_package_read(&bal_mem_std, "p.json", NULL, &diag, &p, &err), 0);
    assert_diag("everything", &diag, "");
    assert_string_equal(p->name, "n");
    assert_string_equal(p->title, "T");
    assert_string_equal(p->version, "1");
    assert_string_equal(p->temporal, "1991/1992");
    assert_int_equal(p->nresources, 3);
    assert_int_equal(p->resource[1].format, BAL_FORMAT_BIB);
    assert_int_equal(p->resource[2].format, BAL_FORMAT_OTHER);
    r = &p->resource[0];
    assert_int_equal(r->format, BAL_FORMAT_CSV);
    assert_int_equal(r->role, BAL_LADDER);
    assert_int_equal(r->nfields, 5);
    assert_true(r->field[0].required); /* as the primary key */
    assert_non_null(r->field[0].pattern);
    assert_int_equal(r->field[0].nallowed, 2);
    assert_true(r->field[1].unique);
    assert_int_equal(r->field[1].minimum.integer, 0);
    assert_int_equal(r->field[1].maximum.integer, 7);
    assert_int_equal(r->field[2].max_length, 9);
    assert_true(r->field[3].allowed[0].number == 0.1);
    assert_string_equal(r->field[3].allowed[0].text, "0.1");
    assert_int_equal(r->field[4].delimiter, ';');
    assert_int_equal(r->nkey, 1);
    assert_int_equal(r->nmissing, 2);
    assert_int_equal(r->nforeign, 2);
    assert_int_equal(r->foreign[0].resource, 0);
    assert_int_equal(r->foreign[0].field[0], 4);
    assert_int_equal(r->foreign[1].resource, 1);
    assert_true(r->foreign[1].sound);
    assert_int_equal(bal_resource_field(r, "rnak"), SIZE_MAX);
    bal_package_free(p);
}

static void out_of_memory(void **state)
{
    struct count_mem count = {0};
    const struct bal_mem mem = {count_alloc, &count};
    int code = BAL_EMEM;

    (void)state;
    scratch_write("p.json", whole, sizeof whole - 1);
    for (size_t k = 1; code != 0; k++) {
        struct bal_package *p;
        struct bal_diag diag;
        struct bal_error err;

        count.calls = 0;
        count.fail_at = k;
        bal_diag_init(&diag, &bal_mem_std);
        code = bal_package_read(&mem, "p.json", NULL, &diag, &p, &err);
        assert_true(code == 0 || code == BAL_EMEM);
        assert_true((p != NULL) == (code == 0));
        bal_package_free(p);
        assert_diag("out of memory", &diag, "");
        assert_int_equal(count.live, 0);
    }
    assert_true(count.fail_at > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case),
        cmocka_unit_test(everything),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests_name("package", tests, open_scratch, close_scratch);
}
