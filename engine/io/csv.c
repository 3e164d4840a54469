#include "io/csv.h"

#include <stdint.h>
#include <string.h>

#include <csv.h>

#include "base/buf.h"
#include "io/file.h"
#include "base/utf8.h"

/*  file ─► block ─► physical line ─► checks ─► libcsv ─► on_field, on_record ─► text, cell
 *
 * libcsv is fed one physical line at a time, always ended by one LF, so that we know the line of
 * everything. A record is done when on_record was called; if it was not, a quote is open and the
 * record goes on in the next line. */
enum { BLOCK = 64 * 1024 };

struct bal_csv {
    const struct bal_mem *mem;
    const char *path; /* a copy, behind this struct */
    struct bal_diag *diag;
    struct bal_file file;

    char *block;
    size_t pos, end;      /* unread bytes of block */
    struct bal_buf carry; /* a line that began in an earlier block */
    size_t line;          /* number of the current physical line */
    bool at_end;

    struct csv_parser parser;
    bool parser_open;

    struct bal_buf text; /* the record's fields, each with a NUL */
    struct bal_csv_cell *cell;
    size_t cell_cap, fields; /* fields counts on beyond what is kept */
    size_t record_line;
    size_t quote_line; /* where the quote that is open now was opened */
    bool in_quote, done, bad;
    bool failed; /* on_field found no memory */

    struct bal_buf names; /* the header's text */
    const char **column;
    size_t columns;
    bool damaged;
};

static struct bal_spot spot_at(const struct bal_csv *csv, size_t line)
{
    return (struct bal_spot){.file = csv->path, .line = line};
}

/* A violation in the current line: its record is left out. */
#define report(csv, spot, ...)                          \
    do {                                                \
        (csv)->bad = true;                              \
        bal_diag_add((csv)->diag, (spot), __VA_ARGS__); \
    } while (0)

/* libcsv --------------------------------------------------------------------------------------- */

/* Called inside csv_parse: nothing here may jump out. */
static void on_field(void *text, size_t len, void *ud)
{
    struct bal_csv *csv = ud;
    size_t most = csv->columns > 0 ? csv->columns : BAL_CSV_COLUMNS_MAX;
    struct bal_csv_cell *cell;

    if (csv->fields++ >= most)
        return;
    cell = bal_grow(csv->mem, csv->cell, &csv->cell_cap, csv->fields, sizeof *cell);
    if (cell == NULL) {
        csv->failed = true;
        csv->fields--;
        return;
    }
    csv->cell = cell;
    cell[csv->fields - 1] = (struct bal_csv_cell){.text = text, .len = len};
    bal_buf_add(&csv->text, text, len);
    bal_buf_addc(&csv->text, '\0');
}

static void on_record(int c, void *ud)
{
    struct bal_csv *csv = ud;

    (void)c;
    csv->done = true;
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

static int open_parser(struct bal_csv *csv)
{
    unsigned char options = CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL;

    if (csv->parser_open)
        csv_free(&csv->parser);
    csv->parser_open = csv_init(&csv->parser, options) == 0;
    if (!csv->parser_open)
        return BAL_EMEM;
    csv_set_space_func(&csv->parser, no_space);
    csv_set_blk_size(&csv->parser, 4096);
    return 0;
}

/* Lines ---------------------------------------------------------------------------------------- */

/* A read that fails ends the file. */
static bool fill_block(struct bal_csv *csv)
{
    struct bal_error why;

    csv->pos = 0;
    if (bal_file_read(&csv->file, csv->block, BLOCK, &csv->end, &why) != 0) {
        report(csv, spot_at(csv, csv->line + 1), "%s", why.message);
        bal_buf_clear(&csv->carry);
        csv->end = 0;
        csv->damaged = true;
        csv->in_quote = false;
    }
    csv->at_end = csv->end == 0;
    return !csv->at_end;
}

static void give_up(struct bal_csv *csv)
{
    csv->at_end = true;
    csv->pos = csv->end;
    csv->damaged = true;
    csv->in_quote = false;
}

static void too_much(struct bal_csv *csv)
{
    if (csv->line == UINT32_MAX)
        report(csv, spot_at(csv, csv->line), "the file has more than %u lines", UINT32_MAX);
    else
        report(csv, spot_at(csv, csv->line + 1), "the line has more than %d bytes",
               BAL_CSV_LINE_MAX);
    give_up(csv);
}

/* Moves to the next physical line: its bytes without the LF. False at the end of the file. */
static bool next_line(struct bal_csv *csv, const char **s, size_t *n)
{
    bal_buf_clear(&csv->carry);
    while (csv->pos < csv->end || (!csv->at_end && fill_block(csv))) {
        char *from = csv->block + csv->pos, *lf = memchr(from, '\n', csv->end - csv->pos);
        size_t size = lf != NULL ? (size_t)(lf - from) : csv->end - csv->pos;

        csv->pos += size + (lf != NULL);
        if (csv->carry.len + size > BAL_CSV_LINE_MAX || csv->line == UINT32_MAX) {
            too_much(csv);
            return false;
        }
        *s = from;
        *n = size;
        if (lf == NULL || csv->carry.len > 0) {
            bal_buf_add(&csv->carry, from, size);
            *s = bal_buf_text(&csv->carry);
            *n = csv->carry.len;
        }
        if (lf != NULL) {
            csv->line++;
            return true;
        }
    }
    csv->line += csv->carry.len > 0;
    return csv->carry.len > 0;
}

static bool check_first_bytes(struct bal_csv *csv, const char **s, size_t *n)
{
    if (*n >= 3 && memcmp(*s, "\xEF\xBB\xBF", 3) == 0) {
        *s += 3;
        *n -= 3;
    } else if (*n >= 2 && (memcmp(*s, "\xFF\xFE", 2) == 0 || memcmp(*s, "\xFE\xFF", 2) == 0)) {
        struct bal_spot spot = spot_at(csv, 1);

        spot.todo = "save it as UTF-8";
        report(csv, spot, "the file is UTF-16");
        give_up(csv);
        return false;
    }
    return true;
}

/* What libcsv would let pass. Drops the CR of a CRLF. */
static void check_line(struct bal_csv *csv, const char *s, size_t *n)
{
    struct bal_spot spot = spot_at(csv, csv->line);
    size_t good = bal_utf8_check(s, *n);
    int32_t control;
    const char *cr;

    if (*n > 0 && s[*n - 1] == '\r')
        --*n;
    cr = memchr(s, '\r', *n);
    if (good < *n) {
        spot.todo = "save the file as UTF-8";
        report(csv, spot, "byte %zu of the line (0x%02X) is not UTF-8", good + 1,
               (unsigned char)s[good]);
    }
    if (bal_utf8_control(s, *n, &control) < *n) {
        spot.todo = "remove it";
        report(csv, spot, "the line has a control character (U+%04X)", (unsigned)control);
    }
    if (cr != NULL) {
        spot.todo = "end lines with LF or CRLF";
        report(csv, spot, "a carriage return (CR) stands alone at byte %zu of the line",
               (size_t)(cr - s) + 1);
    }
}

/* Follows the quotes through a line, as the end of a file may ask where the last one opened. */
static void follow_quotes(struct bal_csv *csv, const char *s, size_t n)
{
    const char *end = s + n, *closed = NULL;

    for (const char *q = s; (q = memchr(q, '"', (size_t)(end - q))) != NULL; q++) {
        csv->in_quote = !csv->in_quote;
        if (csv->in_quote &&
            (closed == NULL || q != closed + 1)) /* else a doubled quote: the field goes on */
            csv->quote_line = csv->line;
        closed = csv->in_quote ? NULL : q;
    }
}

/* Records -------------------------------------------------------------------------------------- */

static void start_record(struct bal_csv *csv)
{
    bal_buf_clear(&csv->text);
    csv->fields = 0;
    csv->done = csv->bad = csv->in_quote = false;
    csv->record_line = csv->line;
}

/* The name of the column where a broken field stands, if there is one. */
static const char *column_here(const struct bal_csv *csv)
{
    return csv->fields < csv->columns ? csv->column[csv->fields] : NULL;
}

static void report_quote(struct bal_csv *csv, bool inside, size_t opened)
{
    struct bal_spot spot = spot_at(csv, csv->line);
    char from[64] = "";

    spot.column = column_here(csv);
    if (opened != csv->line)
        snprintf(from, sizeof from, ", which opened on line %zu", opened);
    spot.todo = "put the whole field in quotes and double each quote inside it";
    if (inside)
        report(csv, spot, "text follows the closing quote of a quoted field%s", from);
    else
        report(csv, spot, "a quote stands inside a field that does not begin with one");
}

/* Hands one line to libcsv. Negative: no memory. */
static int feed(struct bal_csv *csv, const char *s, size_t n)
{
    bool was_quoted;
    size_t opened = csv->in_quote ? csv->quote_line : csv->line, used;

    follow_quotes(csv, s, n);
    used = csv_parse(&csv->parser, s, n, on_field, on_record, csv);
    if (used == n)
        used += csv_parse(&csv->parser, "\n", 1, on_field, on_record, csv);
    if (csv->failed || csv->text.failed || csv->carry.failed)
        return BAL_EMEM;
    if (used == n + 1)
        return 0;
    if (csv_error(&csv->parser) != CSV_EPARSE)
        return BAL_EMEM;
    was_quoted = csv->parser.quoted != 0;
    report_quote(csv, was_quoted, opened);
    csv->done = true;
    csv->in_quote = false;
    return open_parser(csv); /* csv_fini would refuse to reset it here */
}

static void check_pending(struct bal_csv *csv)
{
    struct bal_spot spot = spot_at(csv, csv->quote_line);

    if (csv->done || csv->parser.entry_pos <= BAL_CSV_FIELD_MAX)
        return;
    spot.column = column_here(csv);
    spot.todo = "close the quote that opens here";
    report(csv, spot, "the field has more than %d bytes", BAL_CSV_FIELD_MAX);
    give_up(csv);
}

/* Reads lines until a record is done; *got is false at the end of the file. */
static int read_record(struct bal_csv *csv, bool *got, struct bal_error *err)
{
    const char *s = NULL;
    size_t n = 0;
    bool first;

    *got = false;
    csv->in_quote = false;
    while (next_line(csv, &s, &n) && !csv->carry.failed) {
        first = !csv->in_quote;
        if (first)
            start_record(csv);
        if (csv->line == 1 && !check_first_bytes(csv, &s, &n))
            return 0;
        check_line(csv, s, &n);
        if (first && n == 0) {
            struct bal_spot spot = spot_at(csv, csv->line);

            spot.todo = "remove it";
            bal_diag_add(csv->diag, spot, "the line is blank");
            csv->damaged = true;
            continue;
        }
        if (feed(csv, s, n) != 0)
            return bal_fail_mem(err);
        check_pending(csv);
        if (csv->done) {
            *got = true;
            return 0;
        }
    }
    return csv->carry.failed ? bal_fail_mem(err) : 0;
}

static void report_open_quote(struct bal_csv *csv)
{
    struct bal_spot spot = spot_at(csv, csv->quote_line);

    spot.column = column_here(csv);
    spot.todo = "close it";
    report(csv, spot, "a quote opens here and is never closed");
    csv->damaged = true;
}

/* Cells point into text, which has moved while it grew: now they get their addresses. */
static void place_cells(struct bal_csv *csv)
{
    const char *p = bal_buf_text(&csv->text);
    size_t kept = csv->fields < csv->columns ? csv->fields : csv->columns;

    for (size_t i = 0; i < kept; i++) {
        if (csv->cell[i].text != NULL)
            csv->cell[i].text = p;
        p += csv->cell[i].len + 1;
    }
}

static void check_fields(struct bal_csv *csv)
{
    struct bal_spot spot = spot_at(csv, csv->record_line);

    if (csv->fields != csv->columns) {
        spot.todo = csv->fields > csv->columns ? "put a field that holds a comma in quotes"
                                               : "an empty field still needs its comma";
        report(csv, spot, "the record has %zu field%s where the header has %zu", csv->fields,
               csv->fields == 1 ? "" : "s", csv->columns);
        return;
    }
    for (size_t i = 0; i < csv->columns; i++) {
        spot.column = csv->column[i];
        if (csv->cell[i].len > BAL_CSV_FIELD_MAX)
            report(csv, spot, "the field has more than %d bytes", BAL_CSV_FIELD_MAX);
    }
}

int bal_csv_next(struct bal_csv *csv, const struct bal_csv_cell **cells, size_t *line,
                 struct bal_error *err)
{
    bool got;
    int code;

    *cells = NULL;
    while ((code = read_record(csv, &got, err)) == 0 && got) {
        if (!csv->bad)
            check_fields(csv);
        if (csv->bad) {
            csv->damaged = true;
            continue;
        }
        place_cells(csv);
        *cells = csv->cell;
        *line = csv->record_line;
        return 0;
    }
    if (code == 0 && csv->in_quote)
        report_open_quote(csv);
    csv->in_quote = false;
    return code;
}

/* Header --------------------------------------------------------------------------------------- */

static void check_header(struct bal_csv *csv)
{
    struct bal_spot spot = spot_at(csv, csv->record_line);

    for (size_t i = 0; i < csv->columns; i++) {
        spot.column = csv->column[i];
        for (size_t j = 0; j < i && csv->column[i][0] != '\0'; j++) {
            if (strcmp(csv->column[i], csv->column[j]) != 0)
                continue;
            spot.todo = "give each column a name of its own";
            report(csv, spot, "columns %zu and %zu of the header have the same name", j + 1, i + 1);
            break;
        }
        if (csv->column[i][0] == '\0') {
            spot.column = NULL;
            spot.todo = "name it";
            report(csv, spot, "column %zu of the header has no name", i + 1);
        }
    }
}

/* The header's fields become the columns; their text moves from `text` to `names`. */
static int take_header(struct bal_csv *csv, struct bal_error *err)
{
    struct bal_buf text = csv->text;

    csv->column = bal_calloc(csv->mem, csv->fields, sizeof *csv->column);
    if (csv->column == NULL)
        return bal_fail_mem(err);
    csv->text = csv->names;
    csv->names = text;
    for (size_t i = 0, at = 0; i < csv->fields; i++) {
        csv->column[i] = text.data + at;
        at += csv->cell[i].len + 1;
    }
    csv->columns = csv->fields;
    check_header(csv);
    csv->damaged = false;
    return 0;
}

static int read_header(struct bal_csv *csv, struct bal_error *err)
{
    bool got;
    int code = read_record(csv, &got, err);
    struct bal_spot spot = spot_at(csv, 1);

    if (code != 0)
        return code;
    if (got && csv->fields > BAL_CSV_COLUMNS_MAX)
        report(csv, spot, "the header has %zu columns, and %d are the limit", csv->fields,
               BAL_CSV_COLUMNS_MAX);
    if (csv->in_quote) {
        report_open_quote(csv);
    } else if (!got && !csv->damaged) {
        spot.line = 0;
        spot.todo = "begin it with a line of column names";
        report(csv, spot, "the file is empty");
    }
    if (!got || csv->bad)
        return bal_fail(err, BAL_EDATA, "%s has no header that can be read", csv->path);
    return take_header(csv, err);
}

/* Opening and closing -------------------------------------------------------------------------- */

static struct bal_csv *new_csv(const struct bal_mem *mem, const char *path, struct bal_diag *diag)
{
    size_t size = strlen(path) + 1;
    struct bal_csv *csv = bal_calloc(mem, 1, sizeof *csv + size);

    if (csv == NULL)
        return NULL;
    csv->mem = mem;
    csv->diag = diag;
    csv->path = memcpy(csv + 1, path, size);
    bal_buf_init(&csv->carry, mem);
    bal_buf_init(&csv->text, mem);
    bal_buf_init(&csv->names, mem);
    csv->block = bal_alloc(mem, BLOCK);
    if (csv->block == NULL || open_parser(csv) != 0) {
        bal_csv_close(csv);
        return NULL;
    }
    return csv;
}

int bal_csv_open(const struct bal_mem *mem, const char *path, SHA2_CTX *digest,
                 struct bal_diag *diag, struct bal_csv **out, struct bal_error *err)
{
    struct bal_csv *csv = new_csv(mem, path, diag);
    int code;

    *out = NULL;
    if (csv == NULL)
        return bal_fail_mem(err);
    code = bal_file_open(&csv->file, path, digest, err);
    if (code == 0)
        code = read_header(csv, err);
    if (code != 0)
        bal_csv_close(csv);
    else
        *out = csv;
    return code;
}

void bal_csv_close(struct bal_csv *csv)
{
    if (csv == NULL)
        return;
    bal_file_close(&csv->file);
    if (csv->parser_open)
        csv_free(&csv->parser);
    bal_buf_free(&csv->carry);
    bal_buf_free(&csv->text);
    bal_buf_free(&csv->names);
    bal_free(csv->mem, csv->cell, csv->cell_cap * sizeof *csv->cell);
    bal_free(csv->mem, csv->column, csv->columns * sizeof *csv->column);
    bal_free(csv->mem, csv->block, BLOCK);
    bal_free(csv->mem, csv, sizeof *csv + strlen(csv->path) + 1);
}

size_t bal_csv_columns(const struct bal_csv *csv)
{
    return csv->columns;
}

const char *bal_csv_column(const struct bal_csv *csv, size_t i)
{
    return csv->column[i];
}

bool bal_csv_damaged(const struct bal_csv *csv)
{
    return csv->damaged;
}
