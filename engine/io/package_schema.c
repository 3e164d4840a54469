#include "io/package_schema.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/near.h"

static const char EDTF[] = "http://id.loc.gov/datatypes/edtf/EDTF";

size_t bal_resource_field(const struct bal_resource *r, const char *name)
{
    for (size_t i = 0; i < r->nfields; i++)
        if (strcmp(r->field[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

/* "did you mean 'x'?" for the candidate found, or `otherwise`. */
static const char *suggest(const struct bal_near *near, const char *otherwise, char *out,
                           size_t size)
{
    if (near->best == NULL)
        return otherwise;
    snprintf(out, size, "did you mean '%s'?", near->best);
    return out;
}

/* Types ---------------------------------------------------------------------------------------- */

static void report_type(struct bal_json_reader *reader, const struct bal_node *node,
                        const char *name)
{
    static const char all[] =
        "use string, integer, number, boolean, year, date or list, or string with an EDTF rdfType";
    struct bal_near near;
    char todo[128];

    bal_near_start(&near, name);
    for (int i = 0; i < BAL_FIELD_TYPES; i++)
        if (i != BAL_FIELD_EDTF)
            bal_near_try(&near, bal_field_type_name((enum bal_field_type)i));
    bal_json_report(reader, node, suggest(&near, all, todo, sizeof todo),
                    "not a field type that Balassa reads");
}

static void read_rdf_type(struct bal_json_reader *reader, const struct bal_node *node,
                          struct bal_field *f)
{
    struct bal_node rdf = bal_json_child(node, "rdfType");
    const char *name = bal_json_string(reader, &rdf);

    if (name == NULL || strncmp(name, EDTF, sizeof EDTF - 1) != 0)
        return;
    if (f->type != BAL_FIELD_STRING)
        bal_json_report(reader, &rdf, "make its type string", "EDTF is a type of strings");
    else if (strcmp(name + sizeof EDTF - 1, "-level2") == 0)
        bal_json_report(reader, &rdf, "use EDTF-level1", "EDTF level 2 is not supported");
    else
        f->type = BAL_FIELD_EDTF;
}

static void read_delimiter(struct bal_json_reader *reader, const struct bal_node *node,
                           struct bal_field *f)
{
    struct bal_node delimiter = bal_json_child(node, "delimiter");
    struct bal_node item = bal_json_child(node, "itemType");
    const char *text = bal_json_string(reader, &delimiter);
    const char *type = bal_json_string(reader, &item);

    f->delimiter = ',';
    if (text != NULL && strlen(text) == 1)
        f->delimiter = text[0];
    else if (text != NULL)
        bal_json_report(reader, &delimiter, NULL, "a list's delimiter is one ASCII character");
    if (type != NULL && strcmp(type, "string") != 0)
        bal_json_report(reader, &item, "use string", "lists hold strings only");
}

/* Properties that would change what a cell means. */
static void refuse_formats(struct bal_json_reader *reader, const struct bal_node *node)
{
    static const char *const refused[] = {"trueValues", "falseValues",   "decimalChar", "groupChar",
                                          "bareNumber", "missingValues", "categories"};
    struct bal_node format = bal_json_child(node, "format");

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct bal_node p = bal_json_child(node, refused[i]);

        if (p.value != NULL)
            bal_json_report(reader, &p, "leave it out", "'%s' of a field is not supported",
                            refused[i]);
    }
    if (format.value != NULL &&
        (!json_is_string(format.value) || strcmp(json_string_value(format.value), "default") != 0))
        bal_json_report(reader, &format, "leave it out, or state a pattern",
                        "formats other than 'default' are not supported");
}

static void read_type(struct bal_json_reader *reader, const struct bal_node *node,
                      struct bal_field *f)
{
    struct bal_node type = bal_json_child(node, "type");
    const char *name = bal_json_string(reader, &type);
    int number = name != NULL ? bal_field_type_named(name) : BAL_FIELD_STRING;

    if (number < 0)
        report_type(reader, &type, name);
    f->untyped = number < 0;
    f->type = number < 0 ? BAL_FIELD_STRING : (enum bal_field_type)number;
    read_rdf_type(reader, node, f);
    if (f->type == BAL_FIELD_LIST)
        read_delimiter(reader, node, f);
    refuse_formats(reader, node);
}

/* Constraints ---------------------------------------------------------------------------------- */

enum { /* field types as bits */
       STRING = 1u << BAL_FIELD_STRING,
       EDTF_DATE = 1u << BAL_FIELD_EDTF,
       LIST = 1u << BAL_FIELD_LIST,
       ORDERED = 1u << BAL_FIELD_INTEGER | 1u << BAL_FIELD_NUMBER | 1u << BAL_FIELD_YEAR |
                 1u << BAL_FIELD_DATE,
       ANY = (1u << BAL_FIELD_TYPES) - 1
};

static const struct {
    const char *name;
    unsigned types; /* that may have it */
} constraints[] = {
    {"required", ANY},
    {"unique", ANY & ~LIST},
    {"enum", ANY & ~LIST},
    {"minimum", ORDERED},
    {"maximum", ORDERED},
    {"minLength", STRING | EDTF_DATE | LIST},
    {"pattern", STRING | EDTF_DATE},
    {"maxLength", STRING | EDTF_DATE | LIST},
};
enum { NCONSTRAINTS = sizeof constraints / sizeof constraints[0] };

static void check_constraint_name(struct bal_json_reader *reader, const struct bal_node *node,
                                  const char *name, const struct bal_field *f)
{
    struct bal_node one = bal_json_child(node, name);
    struct bal_near near;
    char todo[128];

    bal_near_start(&near, name);
    for (size_t i = 0; i < NCONSTRAINTS; i++) {
        if (strcmp(constraints[i].name, name) != 0) {
            bal_near_try(&near, constraints[i].name);
            continue;
        }
        if (!f->untyped && (constraints[i].types & 1u << f->type) == 0)
            bal_json_report(reader, &one, "leave it out",
                            "'%s' does not apply to a field of type %s", name,
                            bal_field_type_name(f->type));
        return;
    }
    bal_json_report(reader, &one, suggest(&near, "leave it out", todo, sizeof todo),
                    "not a constraint that Balassa checks");
}

/* A limit or an enum item: of the field's own type. */
static bool read_value(struct bal_json_reader *reader, const struct bal_node *node,
                       const struct bal_field *f, struct bal_value *out)
{
    const char *text = node->value != NULL ? bal_json_scalar(reader, node) : NULL;
    struct bal_fault fault;

    if (text == NULL)
        return false;
    if (bal_field_convert(f, text, strlen(text), out, &fault))
        return true;
    bal_json_report(reader, node, "give a value of the field's own type", "%s", fault.rule);
    return false;
}

static void read_enum(struct bal_json_reader *reader, const struct bal_node *node,
                      struct bal_field *f)
{
    size_t n = json_array_size(node->value);

    if (!bal_json_is_array(reader, node) || f->type == BAL_FIELD_LIST)
        return;
    if (n == 0) {
        bal_json_report(reader, node, "list the allowed values", "the list is empty");
        return;
    }
    f->allowed = bal_json_array(reader, n, sizeof *f->allowed);
    f->nallowed = f->allowed != NULL ? n : 0;
    for (size_t i = 0; i < f->nallowed; i++) {
        struct bal_node item = bal_json_item(node, i);

        if (!read_value(reader, &item, f, &f->allowed[i]))
            f->allowed[i].text = "";
    }
}

static void read_pattern(struct bal_json_reader *reader, const struct bal_node *node,
                         struct bal_field *f)
{
    struct bal_error why;
    int code;

    f->pattern_text = bal_json_string(reader, node);
    if (f->pattern_text == NULL)
        return;
    code = bal_pattern_new(reader->mem, f->pattern_text, &f->pattern, &why);
    if (code == BAL_EMEM)
        reader->failed = true;
    else if (code != 0)
        bal_json_report(reader, node, NULL, "%s", why.message);
}

static void read_limits(struct bal_json_reader *reader, const struct bal_node *c,
                        struct bal_field *f)
{
    struct bal_node minimum = bal_json_child(c, "minimum"), maximum = bal_json_child(c, "maximum");
    struct bal_node least = bal_json_child(c, "minLength"), most = bal_json_child(c, "maxLength");

    if ((1u << f->type & ORDERED) != 0) {
        f->has_minimum = read_value(reader, &minimum, f, &f->minimum);
        f->has_maximum = read_value(reader, &maximum, f, &f->maximum);
    }
    if ((1u << f->type & (STRING | EDTF_DATE | LIST)) != 0) {
        f->has_min_length = bal_json_size(reader, &least, &f->min_length);
        f->has_max_length = bal_json_size(reader, &most, &f->max_length);
    }
}

static void read_constraints(struct bal_json_reader *reader, const struct bal_node *node,
                             struct bal_field *f)
{
    struct bal_node c = bal_json_child(node, "constraints");
    struct bal_node required = bal_json_child(&c, "required"),
                    unique = bal_json_child(&c, "unique");
    struct bal_node values = bal_json_child(&c, "enum"), pattern = bal_json_child(&c, "pattern");

    if (!bal_json_is_object(reader, &c))
        return;
    for (void *at = json_object_iter(c.value); at != NULL; at = json_object_iter_next(c.value, at))
        check_constraint_name(reader, &c, json_object_iter_key(at), f);
    f->required = bal_json_boolean(reader, &required);
    f->unique = bal_json_boolean(reader, &unique) && f->type != BAL_FIELD_LIST;
    if (values.value != NULL)
        read_enum(reader, &values, f);
    if ((1u << f->type & (STRING | EDTF_DATE)) != 0)
        read_pattern(reader, &pattern, f);
    read_limits(reader, &c, f);
}

/* Fields and the primary key ------------------------------------------------------------------- */

static void read_field(struct bal_json_reader *reader, const struct bal_node *node,
                       struct bal_resource *r)
{
    struct bal_field *f = &r->field[r->nfields];
    struct bal_node name = bal_json_child(node, "name");

    if (!bal_json_is_object(reader, node))
        return;
    f->name = bal_json_string(reader, &name);
    if (f->name == NULL || f->name[0] == '\0') {
        if (name.value == NULL || json_is_string(name.value))
            bal_json_report(reader, &name, "name the column", "a field needs a name");
        return;
    }
    if (bal_resource_field(r, f->name) != SIZE_MAX) {
        bal_json_report(reader, &name, "give each field a name of its own",
                        "another field of this resource has this name");
        return;
    }
    r->nfields++; /* from here on bal_resource_free knows it */
    f->missing = r->missing;
    f->nmissing = r->nmissing;
    read_type(reader, node, f);
    read_constraints(reader, node, f);
}

static void read_fields(struct bal_json_reader *reader, const struct bal_node *schema,
                        struct bal_resource *r)
{
    struct bal_node fields = bal_json_child(schema, "fields");
    size_t n = json_array_size(fields.value);

    if (fields.value != NULL && !bal_json_is_array(reader, &fields))
        return;
    if (n == 0) {
        bal_json_report(reader, &fields, "describe each column of the file",
                        "a schema needs a list of fields");
        return;
    }
    r->field = bal_json_array(reader, n, sizeof *r->field);
    r->field_cap = r->field != NULL ? n : 0;
    for (size_t i = 0; i < r->field_cap; i++) {
        struct bal_node item = bal_json_item(&fields, i);

        read_field(reader, &item, r);
    }
}

static void report_no_field(struct bal_json_reader *reader, const struct bal_node *node,
                            const struct bal_resource *r, const char *name)
{
    struct bal_near near;
    char todo[128];

    bal_near_start(&near, name);
    for (size_t i = 0; i < r->nfields; i++)
        bal_near_try(&near, r->field[i].name);
    bal_json_report(reader, node, suggest(&near, NULL, todo, sizeof todo), "'%s' has no field '%s'",
                    r->name, name);
}

/* Numbers of the fields that a node names; n is 0 when one does not exist (reported). */
static void field_numbers(struct bal_json_reader *reader, const struct bal_node *node,
                          const struct bal_resource *r, size_t **out, size_t *n)
{
    const char **name;
    size_t count, good = 0;

    *out = NULL;
    *n = 0;
    bal_json_strings(reader, node, &name, &count);
    if (count == 0)
        return;
    *out = bal_json_array(reader, count, sizeof **out);
    for (size_t i = 0; *out != NULL && i < count; i++) {
        (*out)[i] = bal_resource_field(r, name[i]);
        if ((*out)[i] != SIZE_MAX)
            good++;
        else
            report_no_field(reader, node, r, name[i]);
    }
    bal_free(reader->mem, name, count * sizeof *name);
    if (*out != NULL && good < count) {
        bal_free(reader->mem, *out, count * sizeof **out);
        *out = NULL;
    }
    *n = *out != NULL ? count : 0;
}

static void read_primary_key(struct bal_json_reader *reader, const struct bal_node *schema,
                             struct bal_resource *r)
{
    struct bal_node key = bal_json_child(schema, "primaryKey");

    field_numbers(reader, &key, r, &r->key, &r->nkey);
    for (size_t i = 0; i < r->nkey; i++) {
        struct bal_field *f = &r->field[r->key[i]];

        if (f->type == BAL_FIELD_LIST)
            bal_json_report(reader, &key, "use a field of another type",
                            "the list '%s' cannot be part of a primary key", f->name);
        f->required = true;
    }
}

void bal_package_schema(struct bal_json_reader *reader, const struct bal_node *schema,
                        struct bal_resource *r)
{
    static const char *const empty[] = {""};
    struct bal_node missing = bal_json_child(schema, "missingValues");
    struct bal_node unique = bal_json_child(schema, "uniqueKeys");

    if (schema->value == NULL || json_is_string(schema->value)) {
        bal_json_report(reader, schema, "write the schema of the file here",
                        "a CSV resource needs a schema");
        return;
    }
    if (!bal_json_is_object(reader, schema))
        return;
    bal_json_strings(reader, &missing, &r->missing, &r->nmissing);
    if (r->nmissing == 0 && (!json_is_array(missing.value) || json_array_size(missing.value) > 0)) {
        r->missing = bal_json_array(reader, 1, sizeof *r->missing);
        r->nmissing = r->missing != NULL;
        if (r->missing != NULL)
            r->missing[0] = empty[0];
    }
    if (unique.value != NULL)
        bal_json_report(reader, &unique, "use primaryKey, or the constraint unique of a field",
                        "uniqueKeys is not supported");
    read_fields(reader, schema, r);
    if (r->nfields > 0)
        read_primary_key(reader, schema, r);
}

/* Foreign keys --------------------------------------------------------------------------------- */

static size_t find_resource(struct bal_json_reader *reader, const struct bal_node *node,
                            const struct bal_package *package, size_t self)
{
    const char *name = bal_json_string(reader, node);
    struct bal_near near;
    char todo[128];

    if (node->value == NULL || (name != NULL && name[0] == '\0'))
        return self;
    if (name == NULL)
        return SIZE_MAX;
    bal_near_start(&near, name);
    for (size_t i = 0; i < package->nresources; i++) {
        if (strcmp(package->resource[i].name, name) == 0)
            return i;
        if (package->resource[i].name[0] != '\0')
            bal_near_try(&near, package->resource[i].name);
    }
    bal_json_report(reader, node, suggest(&near, NULL, todo, sizeof todo),
                    "the package has no resource of this name");
    return SIZE_MAX;
}

/* Whether a key's field and its target can be equal at all. */
static bool check_target(struct bal_json_reader *reader, const struct bal_node *node,
                         const struct bal_resource *to, const struct bal_field *from,
                         const char *target, size_t n)
{
    enum bal_type is = bal_field_column_type(from->type), wants = BAL_NAME;
    size_t k = bal_resource_field(to, target);

    if (to->format == BAL_FORMAT_CSV && k == SIZE_MAX) {
        report_no_field(reader, node, to, target);
        return false;
    }
    if (to->format == BAL_FORMAT_BIB && strcmp(target, "key") != 0) {
        bal_json_report(reader, node, "refer to its 'key'",
                        "'%s' of a BibTeX file identifies no entry", target);
        return false;
    }
    if (k != SIZE_MAX)
        wants = bal_field_column_type(to->field[k].type);
    if (is == BAL_LIST && n > 1) {
        bal_json_report(reader, node, "give the list a foreign key of its own",
                        "the list '%s' cannot be one of several fields of a key", from->name);
        return false;
    }
    if ((is == BAL_LIST ? BAL_NAME : is) == wants)
        return true;
    if (from->untyped || (k != SIZE_MAX && to->field[k].untyped))
        return false;
    bal_json_report(reader, node, "give both fields the same type",
                    "'%s' is a field of type %s, and '%s' of '%s' is not", from->name,
                    bal_field_type_name(from->type), target, to->name);
    return false;
}

/* The foreign key's entry is made only when all of it is sound. */
static void read_foreign(struct bal_json_reader *reader, const struct bal_node *node,
                         struct bal_package *package, size_t self)
{
    struct bal_resource *r = &package->resource[self], *to;
    struct bal_foreign_key *key = &r->foreign[r->nforeign];
    struct bal_node reference = bal_json_child(node, "reference");
    struct bal_node fields = bal_json_child(node, "fields");
    struct bal_node name = bal_json_child(&reference, "resource");
    struct bal_node targets = bal_json_child(&reference, "fields");
    size_t ntargets = 0;
    bool sound;

    if (fields.value == NULL || targets.value == NULL) {
        bal_json_report(reader, node, "state fields, reference.resource and reference.fields",
                        "the foreign key is not complete");
        return;
    }
    r->nforeign++; /* from here on bal_resource_free knows it */
    key->resource = find_resource(reader, &name, package, self);
    field_numbers(reader, &fields, r, &key->field, &key->n);
    bal_json_strings(reader, &targets, &key->target, &ntargets);
    key->ntargets = ntargets;
    sound = key->resource != SIZE_MAX && key->n > 0 && ntargets > 0;
    if (sound && key->n != ntargets) {
        bal_json_report(reader, node, "name as many fields as reference.fields has",
                        "%zu field%s to %zu", key->n, key->n == 1 ? " refers" : "s refer",
                        ntargets);
        sound = false;
    }
    to = sound ? &package->resource[key->resource] : NULL;
    if (sound && to->format == BAL_FORMAT_OTHER && to->path != NULL)
        bal_json_report(reader, &name, "refer to a table", "'%s' is not a table", to->name);
    sound = sound && to->format != BAL_FORMAT_OTHER && to->path != NULL &&
            (to->nfields > 0 || to->format == BAL_FORMAT_BIB);
    for (size_t i = 0; sound && i < key->n; i++)
        sound =
            check_target(reader, &targets, to, &r->field[key->field[i]], key->target[i], key->n);
    key->sound = sound;
}

void bal_package_foreign(struct bal_json_reader *reader, const struct bal_node *schema,
                         struct bal_package *package, size_t i)
{
    struct bal_resource *r = &package->resource[i];
    struct bal_node keys = bal_json_child(schema, "foreignKeys");
    size_t n = json_array_size(keys.value);

    if (!bal_json_is_array(reader, &keys) || n == 0 || r->nfields == 0)
        return;
    r->foreign = bal_json_array(reader, n, sizeof *r->foreign);
    r->foreign_cap = r->foreign != NULL ? n : 0;
    for (size_t k = 0; k < r->foreign_cap; k++) {
        struct bal_node item = bal_json_item(&keys, k);

        read_foreign(reader, &item, package, i);
    }
}

/*  --------------------------------------------------------------------------------------------- */

void bal_resource_free(const struct bal_mem *mem, struct bal_resource *r)
{
    for (size_t i = 0; i < r->nfields; i++) {
        bal_free(mem, r->field[i].allowed, r->field[i].nallowed * sizeof *r->field[i].allowed);
        bal_pattern_free(mem, r->field[i].pattern);
    }
    for (size_t i = 0; i < r->nforeign; i++) {
        struct bal_foreign_key *k = &r->foreign[i];

        bal_free(mem, k->field, k->n * sizeof *k->field);
        bal_free(mem, k->target, k->ntargets * sizeof *k->target);
    }
    bal_free(mem, r->field, r->field_cap * sizeof *r->field);
    bal_free(mem, r->foreign, r->foreign_cap * sizeof *r->foreign);
    bal_free(mem, r->key, r->nkey * sizeof *r->key);
    bal_free(mem, r->missing, r->nmissing * sizeof *r->missing);
}
