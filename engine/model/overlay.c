#include "model/overlay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sha2.h>

#include "base/utf8.h"
#include "model/overlaying.h"

/* Errors --------------------------------------------------------------------------------------- */

int bal_unknown_word(struct bal_error *err, const char *message, const struct bal_near *near)
{
    if (near->best != NULL)
        return bal_fail(err, BAL_EARG, "%s '%s'; did you mean '%s'?", message, near->word,
                        near->best);
    return bal_fail(err, BAL_EARG, "%s '%s'", message, near->word);
}

/* Making --------------------------------------------------------------------------------------- */

static char *copy_text(const struct bal_mem *mem, const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = bal_alloc(mem, n);

    if (p != NULL)
        memcpy(p, s, n);
    return p;
}

static int copy_rung_scores(struct bal_study *s, const struct bal_study *parent,
                            struct bal_error *err)
{
    size_t size = parent->nrung_scores * sizeof *s->rung_score;

    if (parent->nrung_scores == 0)
        return 0;
    s->rung_score = bal_alloc(s->mem, size);
    if (s->rung_score == NULL)
        return bal_fail_mem(err);
    memcpy(s->rung_score, parent->rung_score, size);
    s->nrung_scores = parent->nrung_scores;
    return 0;
}

/* A study that reads like `parent` and holds it. */
static int derive(struct bal_study *parent, const char *name, struct bal_study **out,
                  struct bal_error *err)
{
    struct bal_study *s = bal_alloc(parent->mem, sizeof *s);
    int code;

    if (s == NULL)
        return bal_fail_mem(err);
    *s = *parent;
    s->refs = 1;
    s->parent = bal_study_keep(parent);
    s->owns_names = false;
    s->schema = (struct bal_schema){0};
    s->edit = NULL;
    s->rung_score = NULL;
    s->nrung_scores = 0;
    s->label = name != NULL ? copy_text(s->mem, name) : NULL;
    s->table_cap = s->ntables;
    s->table = bal_alloc(s->mem, s->ntables * sizeof *s->table);
    if (s->table == NULL)
        s->ntables = 0;
    else if (s->ntables > 0)
        memcpy(s->table, parent->table, s->ntables * sizeof *s->table);
    code = s->table == NULL || (name != NULL && s->label == NULL)
               ? bal_fail_mem(err)
               : copy_rung_scores(s, parent, err);
    if (code != 0) {
        bal_study_free(s);
        return code;
    }
    *out = s;
    return 0;
}

static int check_utf8(const char *text, const char *what, struct bal_error *err)
{
    size_t n = text != NULL ? strlen(text) : 0, good = bal_utf8_check(text != NULL ? text : "", n);

    if (good == n)
        return 0;
    return bal_fail(err, BAL_EDATA, "%s holds a byte (0x%02X) that is not UTF-8", what,
                    (unsigned char)text[good]);
}

int bal_overlay_new(struct bal_study *study, const char *name, struct bal_study **out,
                    struct bal_error *err)
{
    int code = check_utf8(name, "the name of the what-if", err);

    *out = NULL;
    if (code != 0)
        return code;
    if (name[0] == '\0')
        return bal_fail(err, BAL_EARG, "a what-if needs a name");
    return derive(study, name, out, err);
}

const char *bal_overlay_line(const struct bal_study *study, uint32_t number)
{
    while (study != NULL && (study->nedits != number || study->edit == NULL))
        study = study->parent;
    return study != NULL ? study->edit : NULL;
}

/* While an edit is made ------------------------------------------------------------------------ */

const struct bal_setting *bal_editing_setting(const struct bal_editing *d, const char *key)
{
    for (size_t i = 0; i < d->e->n; i++)
        if (strcmp(d->e->set[i].key, key) == 0)
            return &d->e->set[i];
    return NULL;
}

const struct bal_table *bal_editing_table(const struct bal_editing *d)
{
    return d->s->table[d->table];
}

int bal_editing_own(struct bal_editing *d, size_t table, struct bal_table **out)
{
    struct bal_study *s = d->s;
    struct bal_table *old = s->table[table];
    int code = 0;

    if (old == s->parent->table[table]) {
        code = bal_patch_new(s->mem, old, &s->table[table], d->err);
        for (int r = 0; code == 0 && r < BAL_ROLES; r++)
            if (s->role[r] == old)
                s->role[r] = s->table[table];
    }
    *out = s->table[table];
    return code;
}

int bal_editing_intern(struct bal_editing *d, const char *text, size_t n, bal_name *out)
{
    struct bal_study *s = d->s;

    *out = bal_names_find(s->names, text, n);
    if (*out != 0)
        return 0;
    if (!s->owns_names) {
        struct bal_names *own = bal_names_over(s->mem, s->names);

        if (own == NULL)
            return bal_fail_mem(d->err);
        s->names = own;
        s->owns_names = true;
    }
    return bal_names_intern(s->names, text, n, out, d->err);
}

static int find_table(struct bal_editing *d)
{
    const struct bal_table *t = bal_study_table(d->s, d->e->table);
    struct bal_near near;

    bal_near_start(&near, d->e->table);
    for (size_t i = 0; i < d->s->ntables; i++) {
        if (d->s->table[i] == t)
            d->table = i;
        bal_near_try(&near, bal_editing_text(d, d->s->table[i]->name));
    }
    if (t == NULL)
        return bal_unknown_word(d->err, "the study has no table", &near);
    if (!bal_overlay_editable(d->s, t))
        return bal_fail(d->err, BAL_EARG, "a what-if cannot edit %s", d->e->table);
    return 0;
}

/* The edit ------------------------------------------------------------------------------------- */

/* The settings that an edit of this verb knows, where they are not fields. */
static const char *const known_settings[BAL_EDIT_VERBS][5] = {
    [BAL_EDIT_DROP] = {"coding"},
    [BAL_EDIT_MOVE] = {"coding", "from", "to", "by"},
    [BAL_EDIT_RESIZE] = {"coding", "months", "keep"},
    [BAL_EDIT_MERGE] = {"coding", "with", "id", "label"},
};

static int refuse_setting(const struct bal_editing *d, const char *key)
{
    const char *const *known = known_settings[d->e->verb];
    char list[80] = "";
    struct bal_near near;

    bal_near_start(&near, key);
    for (size_t i = 0; known[i] != NULL; i++) {
        size_t n = strlen(list);

        bal_near_try(&near, known[i]);
        snprintf(list + n, sizeof list - n, "%s%s", i > 0 ? ", " : "", known[i]);
    }
    if (near.best != NULL)
        return bal_fail(d->err, BAL_EARG, "%s has no setting '%s'; did you mean '%s'?",
                        bal_verb_name(d->e->verb), key, near.best);
    return bal_fail(d->err, BAL_EARG, "%s has no setting '%s' (known: %s)",
                    bal_verb_name(d->e->verb), key, list);
}

static int check_settings(const struct bal_editing *d)
{
    const char *const *known = known_settings[d->e->verb];

    for (size_t i = 0; known[0] != NULL && i < d->e->n; i++) {
        bool is = false;

        for (size_t k = 0; known[k] != NULL && !is; k++)
            is = strcmp(known[k], d->e->set[i].key) == 0;
        if (!is)
            return refuse_setting(d, d->e->set[i].key);
    }
    return 0;
}

static int make(struct bal_editing *d)
{
    bool windows = d->e->verb == BAL_EDIT_MOVE || d->e->verb == BAL_EDIT_RESIZE ||
                   d->e->verb == BAL_EDIT_MERGE;
    bool named = windows || d->e->verb == BAL_EDIT_DROP || d->e->verb == BAL_EDIT_RECODE;
    int code = find_table(d);

    if (code == 0)
        code = check_settings(d);
    if (code != 0)
        return code;
    if (named && d->e->id == NULL)
        return bal_fail(d->err, BAL_EARG, "an edit '%s' names the record it is about",
                        bal_verb_name(d->e->verb));
    if (windows && !bal_editing_is_coded(d))
        return bal_fail(d->err, BAL_EARG, "only phases and crises are %s, not %s",
                        d->e->verb == BAL_EDIT_MOVE     ? "moved"
                        : d->e->verb == BAL_EDIT_RESIZE ? "resized"
                                                        : "merged",
                        d->e->table);
    switch (d->e->verb) {
    case BAL_EDIT_ADD:
        return bal_editing_add(d);
    case BAL_EDIT_DROP:
        return bal_editing_drop(d);
    case BAL_EDIT_RECODE:
        return bal_editing_recode(d);
    case BAL_EDIT_MOVE:
        return bal_editing_move(d);
    case BAL_EDIT_RESIZE:
        return bal_editing_resize(d);
    case BAL_EDIT_MERGE:
        return bal_editing_merge(d);
    case BAL_EDIT_USE:
        return bal_editing_use(d);
    case BAL_EDIT_RESTRICT:
    case BAL_EDIT_VERBS:
        break;
    }
    return bal_editing_restrict(d);
}

static int by_key(const void *a, const void *b)
{
    const struct bal_setting *x = a, *y = b;

    return strcmp(x->key, y->key);
}

/* The settings in one order, so that one edit has one text; UTF-8 throughout. */
static int sort_settings(const struct bal_edit *edit, struct bal_setting *set,
                         struct bal_error *err)
{
    int code = edit->id != NULL ? check_utf8(edit->id, "the id", err) : 0;

    if (edit->n > BAL_SETTINGS_MAX)
        return bal_fail(err, BAL_EARG, "an edit has at most %d settings", BAL_SETTINGS_MAX);
    if (edit->n > 0)
        memcpy(set, edit->set, edit->n * sizeof *set);
    qsort(set, edit->n, sizeof *set, by_key);
    for (size_t i = 0; code == 0 && i < edit->n; i++) {
        code = check_utf8(set[i].key, "a setting", err);
        if (code == 0)
            code = check_utf8(set[i].value, set[i].key, err);
        if (code == 0 && i > 0 && strcmp(set[i - 1].key, set[i].key) == 0)
            code = bal_fail(err, BAL_EARG, "'%s' is given twice", set[i].key);
    }
    return code;
}

/* The line of the edit, and the digest that goes with it. */
static int sign(struct bal_editing *d)
{
    struct bal_study *s = d->s;
    struct bal_buf line;
    SHA2_CTX digest;

    bal_buf_init(&line, s->mem);
    bal_edit_write(d->e, &line);
    s->edit = line.failed ? NULL : copy_text(s->mem, bal_buf_text(&line));
    bal_buf_free(&line);
    if (s->edit == NULL)
        return bal_fail_mem(d->err);
    SHA256Init(&digest);
    SHA256Update(&digest, (const uint8_t *)s->parent->digest, strlen(s->parent->digest));
    SHA256Update(&digest, (const uint8_t *)"\n", 1);
    SHA256Update(&digest, (const uint8_t *)s->edit, strlen(s->edit));
    SHA256Update(&digest, (const uint8_t *)"\n", 1);
    SHA256End(&digest, s->digest);
    return 0;
}

/* A period that comes from the records follows them. */
static int renew_period(struct bal_editing *d)
{
    char text[BAL_PERIOD_TEXT];
    struct bal_study *s = d->s;

    if (!s->period_derived)
        return 0;
    s->period_text = 0;
    if (!bal_study_span(s, &s->period, text))
        return 0;
    return bal_editing_intern(d, text, strlen(text), &s->period_text);
}

int bal_overlay_edit(struct bal_study *study, const struct bal_edit *edit, struct bal_study **out,
                     struct bal_error *err)
{
    struct bal_setting set[BAL_SETTINGS_MAX];
    struct bal_edit sorted = *edit;
    struct bal_error local = {0};
    struct bal_editing d = {.e = &sorted, .err = err != NULL ? err : &local};
    int code = sort_settings(edit, set, d.err);

    *out = NULL;
    sorted.set = set;
    if (code == 0 && bal_study_base(study)->schema.check == NULL)
        code = bal_fail(d.err, BAL_EARG, "the study has no schema to check an edit by");
    if (code == 0)
        code = derive(study, study->label, &d.s, d.err);
    if (code != 0)
        return code;
    d.s->nedits++;
    code = make(&d);
    if (code == 0)
        code = renew_period(&d);
    if (code == 0)
        code = sign(&d);
    if (code != 0) {
        bal_study_free(d.s);
        return code;
    }
    *out = d.s;
    return 0;
}
