#include "io/package.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "io/file.h"
#include "io/json.h"
#include "io/package_schema.h"
#include "base/utf8.h"
#include "model/study.h"

const char *bal_path_fault(const char *path)
{
    if (path[0] == '\0')
        return "the path is empty";
    if (path[0] == '/')
        return "the path is absolute, and must stay inside the folder";
    if (strstr(path, "://") != NULL)
        return "the path is a URL, and must be a file inside the folder";
    for (const char *part = path; part != NULL; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return "the path has '..' in it, and must stay inside the folder";
    }
    return NULL;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* A resource ----------------------------------------------------------------------------------- */

static void read_name(struct bal_json_reader *reader, const struct bal_node *node,
                      const struct bal_package *package, struct bal_resource *r)
{
    struct bal_node name = bal_json_child(node, "name");
    const char *text = bal_json_string(reader, &name);

    if (text == NULL || text[0] == '\0') {
        if (text != NULL || name.value == NULL)
            bal_json_report(reader, &name, "name it", "a resource needs a name");
        return;
    }
    for (const struct bal_resource *other = package->resource; other < r; other++)
        if (strcmp(other->name, text) == 0) {
            bal_json_report(reader, &name, "give each resource a name of its own",
                            "another resource has this name");
            return;
        }
    r->name = text;
    r->role = bal_role_named(text);
}

static void read_path(struct bal_json_reader *reader, const struct bal_node *node,
                      struct bal_resource *r)
{
    struct bal_node path = bal_json_child(node, "path"), data = bal_json_child(node, "data");
    const char *text, *fault;

    if (json_is_array(path.value)) {
        bal_json_report(reader, &path, "join them into one file",
                        "a resource in several files is not supported");
        return;
    }
    text = bal_json_string(reader, &path);
    if (data.value != NULL)
        bal_json_report(reader, &data, "put the data in a file and name it in path",
                        "data inside datapackage.json are not supported");
    else if (path.value == NULL)
        bal_json_report(reader, &path, "name its file", "a resource needs a path");
    if (text == NULL || data.value != NULL)
        return;
    fault = bal_path_fault(text);
    if (fault != NULL)
        bal_json_report(reader, &path, "write it relative to datapackage.json", "%s", fault);
    else
        r->path = text;
}

static void read_format(struct bal_json_reader *reader, const struct bal_node *node,
                        struct bal_resource *r)
{
    struct bal_node format = bal_json_child(node, "format");
    struct bal_node profile = bal_json_child(node, "profile");
    const char *text = bal_json_string(reader, &format);
    const char *path = r->path != NULL ? r->path : "";

    r->format = BAL_FORMAT_OTHER;
    if (text != NULL ? strcasecmp(text, "csv") == 0 : ends_with(path, ".csv"))
        r->format = BAL_FORMAT_CSV;
    else if (text != NULL ? strcasecmp(text, "bib") == 0 : ends_with(path, ".bib"))
        r->format = BAL_FORMAT_BIB;
    else if (json_is_string(profile.value) &&
             strcmp(json_string_value(profile.value), "tabular-data-resource") == 0)
        bal_json_report(reader, &format, "save it as CSV", "a table can only be a CSV file");
    if (r->role >= 0 && r->path != NULL && r->format != BAL_FORMAT_CSV &&
        !(r->role == BAL_SOURCES && r->format == BAL_FORMAT_BIB)) {
        bal_json_report(reader, &format, "make it one, or give the resource another name",
                        "'%s' must be a %s file", r->name,
                        r->role == BAL_SOURCES ? "BibTeX or CSV" : "CSV");
        r->path = NULL;
    }
}

static void check_encoding(struct bal_json_reader *reader, const struct bal_node *node)
{
    struct bal_node encoding = bal_json_child(node, "encoding");
    struct bal_node compression = bal_json_child(node, "compression");
    const char *text = bal_json_string(reader, &encoding);

    if (text != NULL && strcasecmp(text, "utf-8") != 0 && strcasecmp(text, "utf8") != 0)
        bal_json_report(reader, &encoding, "save the file as UTF-8",
                        "encodings other than utf-8 are not supported");
    if (compression.value != NULL)
        bal_json_report(reader, &compression, "unpack the file", "compression is not supported");
}

/* A dialect may only say what RFC 4180 says. */
static void check_dialect(struct bal_json_reader *reader, const struct bal_node *node)
{
    static const struct {
        const char *name, *value;
    } only[] = {{"delimiter", ","},
                {"quoteChar", "\""},
                {"doubleQuote", "true"},
                {"header", "true"},
                {"commentChar", NULL},
                {"escapeChar", NULL},
                {"skipInitialSpace", "false"},
                {"nullSequence", NULL}};
    struct bal_node dialect = bal_json_child(node, "dialect");

    if (!bal_json_is_object(reader, &dialect))
        return;
    for (size_t i = 0; i < sizeof only / sizeof only[0]; i++) {
        struct bal_node p = bal_json_child(&dialect, only[i].name);
        const char *text = p.value != NULL ? bal_json_scalar(reader, &p) : NULL;

        if (text != NULL && (only[i].value == NULL || strcmp(text, only[i].value) != 0))
            bal_json_report(reader, &p, "save the file with commas, double quotes and a header",
                            "CSV dialects other than RFC 4180's are not supported");
    }
}

static void read_resource(struct bal_json_reader *reader, const struct bal_node *node,
                          struct bal_package *package, size_t i)
{
    struct bal_resource *r = &package->resource[i];
    struct bal_node schema = bal_json_child(node, "schema");

    *r = (struct bal_resource){.name = "", .role = -1, .format = BAL_FORMAT_OTHER};
    if (!bal_json_is_object(reader, node))
        return;
    read_name(reader, node, package, r);
    read_path(reader, node, r);
    read_format(reader, node, r);
    check_encoding(reader, node);
    check_dialect(reader, node);
    if (r->format == BAL_FORMAT_CSV)
        bal_package_schema(reader, &schema, r);
    if (r->name[0] == '\0' || (r->format == BAL_FORMAT_CSV && r->nfields == 0))
        r->path = NULL;
}

/* Roles ---------------------------------------------------------------------------------------- */

static const char *how_to_type(enum bal_type type)
{
    switch (type) {
    case BAL_DATE:
        return "make it a string with rdfType http://id.loc.gov/datatypes/edtf/EDTF-level1";
    case BAL_LIST:
        return "make its type list";
    case BAL_INT:
        return "make its type integer";
    case BAL_REAL:
        return "make its type number";
    case BAL_BOOL:
        return "make its type boolean";
    case BAL_NAME:
        break;
    }
    return "make its type string";
}

static void check_role(struct bal_json_reader *reader, const struct bal_node *node,
                       const struct bal_resource *r)
{
    struct bal_node schema = bal_json_child(node, "schema");
    struct bal_node fields = bal_json_child(&schema, "fields");

    if (r->role == BAL_TEXTS && bal_resource_field(r, BAL_TEXT_CONTENT) != SIZE_MAX)
        bal_json_report(reader, &fields, "name the field otherwise",
                        "'%s' of '%s' is what the files of its paths hold", BAL_TEXT_CONTENT,
                        r->name);
    for (const struct bal_role_column *c = bal_role_columns((enum bal_role)r->role);
         c->name != NULL; c++) {
        size_t k = bal_resource_field(r, c->name);

        if (k == SIZE_MAX) {
            if (c->required)
                bal_json_report(reader, &fields, "add it", "the table '%s' needs a field '%s'",
                                r->name, c->name);
        } else if (!r->field[k].untyped && bal_field_column_type(r->field[k].type) != c->type) {
            bal_json_report(reader, &fields, how_to_type(c->type),
                            "the field '%s' of '%s' has a type that its role cannot use", c->name,
                            r->name);
        }
    }
}

/* The package ---------------------------------------------------------------------------------- */

static void read_resources(struct bal_json_reader *reader, const struct bal_node *list,
                           struct bal_package *package)
{
    size_t n = json_array_size(list->value);

    package->resource = bal_json_array(reader, n, sizeof *package->resource);
    if (package->resource == NULL)
        return;
    for (package->nresources = 0; package->nresources < n; package->nresources++) {
        struct bal_node item = bal_json_item(list, package->nresources);

        read_resource(reader, &item, package, package->nresources);
    }
    for (size_t i = 0; i < n; i++) {
        struct bal_node item = bal_json_item(list, i);
        struct bal_node schema = bal_json_child(&item, "schema");

        if (package->resource[i].format != BAL_FORMAT_CSV)
            continue;
        if (package->resource[i].role >= 0 && package->resource[i].nfields > 0)
            check_role(reader, &item, &package->resource[i]);
        bal_package_foreign(reader, &schema, package, i);
    }
}

static void read_top(struct bal_json_reader *reader, const struct bal_node *root,
                     struct bal_package *package)
{
    struct bal_node name = bal_json_child(root, "name"), title = bal_json_child(root, "title");
    struct bal_node version = bal_json_child(root, "version");
    struct bal_node temporal = bal_json_child(root, "temporal");

    package->name = bal_json_string(reader, &name);
    package->title = bal_json_string(reader, &title);
    package->version = bal_json_string(reader, &version);
    package->temporal = bal_json_string(reader, &temporal);
}

static struct bal_package *new_package(const struct bal_mem *mem)
{
    struct bal_package *package = bal_calloc(mem, 1, sizeof *package);

    if (package == NULL)
        return NULL;
    package->mem = mem;
    package->strings = bal_names_new(mem);
    if (package->strings == NULL) {
        bal_free(mem, package, sizeof *package);
        return NULL;
    }
    return package;
}

void bal_package_free(struct bal_package *package)
{
    const struct bal_mem *mem = package != NULL ? package->mem : NULL;

    if (package == NULL)
        return;
    for (size_t i = 0; i < package->nresources; i++)
        bal_resource_free(mem, &package->resource[i]);
    bal_free(mem, package->resource, package->nresources * sizeof *package->resource);
    bal_names_free(package->strings);
    bal_free(mem, package, sizeof *package);
}

/* Everything below the root. *out stays NULL when there is nothing to go on with. */
static int understand(const struct bal_mem *mem, const char *path, json_t *json,
                      struct bal_diag *diag, struct bal_package **out, struct bal_error *err)
{
    struct bal_package *package = new_package(mem);
    struct bal_json_reader reader = {.mem = mem, .diag = diag, .file = path};
    struct bal_node root = bal_json_root(json), list = bal_json_child(&root, "resources");

    if (package == NULL)
        return bal_fail_mem(err);
    reader.strings = package->strings;
    if (!bal_json_check(&reader, &root)) {
        bal_package_free(package);
        return diag->failed ? bal_fail_mem(err) : 0;
    }
    if (!bal_json_is_object(&reader, &root) || json_array_size(list.value) == 0) {
        if (json_is_object(json))
            bal_json_report(&reader, &list, "list the files of the study",
                            "a data package needs a list of resources");
        bal_package_free(package);
        return diag->failed ? bal_fail_mem(err) : 0;
    }
    read_top(&reader, &root, package);
    read_resources(&reader, &list, package);
    if (reader.failed || diag->failed) {
        bal_package_free(package);
        return bal_fail_mem(err);
    }
    *out = package;
    return 0;
}

/* When memory runs out jansson may say that, take what it was reading for wrong, or leave letters out and say
 * nothing. What is wrong is wrong again, at the same place. *out NULL: not JSON. */
static int read_json(const char *s, size_t n, json_t **out, json_error_t *why,
                     struct bal_error *err)
{
    json_error_t first;

    *out = json_loadb(s, n, JSON_REJECT_DUPLICATES, &first);
    if (*out == NULL) {
        *out = json_loadb(s, n, JSON_REJECT_DUPLICATES, why);
        if (*out == NULL)
            return json_error_code(why) == json_error_out_of_memory || why->column < 0 ||
                           why->position != first.position
                       ? bal_fail_mem(err)
                       : 0;
    }
    if (bal_json_whole(s, n, *out))
        return 0;
    json_decref(*out);
    *out = NULL;
    return bal_fail_mem(err);
}

static int parse(const char *path, const struct bal_buf *text, struct bal_diag *diag, json_t **out,
                 struct bal_error *err)
{
    struct bal_spot spot = {.file = path, .line = 1};
    const char *s = bal_buf_text(text);
    size_t n = text->len, bom = n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    json_error_t why;
    int code = read_json(s + bom, n - bom, out, &why, err);

    if (code != 0 || *out != NULL)
        return code;
    spot.line = why.line > 0 ? (size_t)why.line : 1;
    spot.todo = "correct it there, or just before";
    if (n == bom)
        bal_diag_add(diag, (struct bal_spot){.file = path}, "the file is empty");
    else
        bal_diag_add(diag, spot, "not JSON at column %d: %s", why.column, why.text);
    return 0;
}

int bal_package_read(const struct bal_mem *mem, const char *path, SHA2_CTX *digest,
                     struct bal_diag *diag, struct bal_package **out, struct bal_error *err)
{
    struct bal_buf text;
    json_t *json = NULL;
    int code;

    *out = NULL;
    bal_buf_init(&text, mem);
    code = bal_file_slurp(path, BAL_PACKAGE_MAX, digest, &text, err);
    if (code == BAL_EDATA) {
        bal_diag_add(diag, (struct bal_spot){.file = path}, "%s", err->message);
        code = 0;
    } else if (code == 0) {
        code = parse(path, &text, diag, &json, err);
    }
    bal_buf_free(&text);
    if (code == 0 && json != NULL)
        code = understand(mem, path, json, diag, out, err);
    json_decref(json);
    return code;
}
