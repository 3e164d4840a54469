/* What the rows of a multiverse say: one by one, summed up, and sorted for the curve. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/select.h"
#include "lua/list.h"
#include "lua/multiverse.h"
#include "lua/object.h"

static int multiverse_count(lua_State *L) /* core.multiverse_count(object) */
{
    lua_pushinteger(L, (lua_Integer)bal_check_multiverse(L, 1)->mv.universes);
    return 1;
}

/* core.multiverse_choice(object, universe) -> list of numbers of options */
static int multiverse_choice(lua_State *L)
{
    const struct bal_multiverse *mv = &bal_check_multiverse(L, 1)->mv;
    lua_Integer u = luaL_checkinteger(L, 2);
    uint16_t choice[BAL_MV_DIMS];

    luaL_argcheck(L, u >= 1 && u <= (lua_Integer)mv->universes, 2, "no universe of that number");
    bal_mv_choices(mv, (size_t)u - 1, choice);
    lua_createtable(L, (int)mv->dims, 0);
    for (size_t d = 0; d < mv->dims; d++) {
        lua_pushinteger(L, choice[d] + 1);
        lua_rawseti(L, -2, (lua_Integer)d + 1);
    }
    return 1;
}

static int rows_row(lua_State *L) /* core.multiverse_row(rows, universe) -> nine values */
{
    const struct lua_mv_rows *r = bal_check_mv_rows(L, 1);
    lua_Integer u = luaL_checkinteger(L, 2);
    const struct bal_mv_row *row;
    const double *v;

    luaL_argcheck(L, u >= 1 && u <= (lua_Integer)r->n, 2, "no universe of that number");
    row = &r->row[u - 1];
    v = &row->estimate;
    for (int i = 0; i < 3; i++)
        if (isnan(v[i]))
            lua_pushnil(L);
        else
            lua_pushnumber(L, v[i]);
    lua_pushinteger(L, row->n_in);
    lua_pushinteger(L, row->n_out);
    lua_pushinteger(L, row->gaps);
    lua_pushinteger(L, row->events);
    bal_push_fault(L, 1, row->fault);
    return 8;
}

static const struct bal_multiverse *mv_of(lua_State *L, int rows)
{
    const struct bal_multiverse *mv;

    lua_getiuservalue(L, rows, ROWS_MV);
    mv = &bal_check_multiverse(L, -1)->mv;
    lua_pop(L, 1);
    return mv;
}

static bool is_ratio(const struct bal_multiverse *mv, size_t u)
{
    uint16_t choice[BAL_MV_DIMS];
    size_t d = bal_mv_dim_of(mv, BAL_MV_ESTIMATE);

    if (mv->dim[d].options == 1)
        return mv->estimate[0] == BAL_RECOUNT_RATIO;
    bal_mv_choices(mv, u, choice);
    return mv->estimate[choice[d]] == BAL_RECOUNT_RATIO;
}

/* 1 significant above no effect, -1 below, 0 neither. */
static int verdict(const struct bal_multiverse *mv, const struct bal_mv_row *row, size_t u)
{
    if (!(row->p <= mv->alpha))
        return 0;
    if (mv->alternative != BAL_TWO_SIDED)
        return mv->alternative == BAL_GREATER ? 1 : -1;
    return row->estimate > (is_ratio(mv, u) ? 1 : 0) ? 1 : -1;
}

static void set_quantile(lua_State *L, const char *name, double *x, size_t n, double q)
{
    double at = q * (double)(n - 1), low = floor(at);
    double a = bal_select(x, n, (size_t)low), b = bal_select(x, n, (size_t)ceil(at));

    bal_set_number(L, name, a == b ? a : a + (at - low) * (b - a)); /* type 7 */
}

static void set_spread(lua_State *L, const struct lua_mv_rows *r, double *x)
{
    size_t n = 0;

    for (size_t u = 0; u < r->n; u++)
        if (!isnan(r->row[u].estimate))
            x[n++] = r->row[u].estimate;
    bal_set_count(L, "estimated", (double)n);
    if (n == 0)
        return;
    set_quantile(L, "low", x, n, 0);
    set_quantile(L, "q1", x, n, .25);
    set_quantile(L, "median", x, n, .5);
    set_quantile(L, "q3", x, n, .75);
    set_quantile(L, "high", x, n, 1);
}

static void set_counts(lua_State *L, const struct bal_multiverse *mv, const struct lua_mv_rows *r)
{
    double up = 0, down = 0, tested = 0, positive = 0, least = INFINITY, most = 0, infinite = 0;

    for (size_t u = 0; u < r->n; u++) {
        const struct bal_mv_row *row = &r->row[u];
        int v = verdict(mv, row, u);

        up += v > 0 ? 1 : 0;
        down += v < 0 ? 1 : 0;
        tested += isnan(row->p) ? 0 : 1;
        positive += row->estimate > (is_ratio(mv, u) ? 1 : 0) ? 1 : 0;
        infinite += isinf(row->estimate) ? 1 : 0;
        least = row->floor < least ? row->floor : least;
        most = row->floor > most ? row->floor : most;
    }
    bal_set_count(L, "tested", tested);
    bal_set_count(L, "significant_above", up);
    bal_set_count(L, "significant_below", down);
    bal_set_count(L, "above", positive);
    bal_set_count(L, "infinite", infinite);
    if (most > 0) {
        bal_set_number(L, "floor_low", least);
        bal_set_number(L, "floor_high", most);
    }
}

static void set_test(lua_State *L, const char *name, const struct bal_mv_test *t)
{
    lua_createtable(L, 0, 6);
    bal_set_number(L, "observed", t->observed);
    bal_set_number(L, "p", t->p);
    bal_set_number(L, "floor", t->floor);
    bal_set_number(L, "low", t->low);
    bal_set_number(L, "high", t->high);
    bal_set_number(L, "expected", t->expected);
    lua_setfield(L, -2, name);
}

/* Medians of ratios are kept as (r - 1) / (r + 1): where all are ratios, as ratios again. */
static void unfold_ratios(const struct bal_multiverse *mv, struct bal_mv_test *t)
{
    size_t d = bal_mv_dim_of(mv, BAL_MV_ESTIMATE);

    for (size_t o = 0; o < mv->dim[d].options; o++)
        if (mv->estimate[o] != BAL_RECOUNT_RATIO)
            return;
    t->observed = (1 + t->observed) / (1 - t->observed);
    t->low = (1 + t->low) / (1 - t->low);
    t->high = (1 + t->high) / (1 - t->high);
    t->expected = NAN; /* a mean does not unfold */
}

/* core.multiverse_summary(rows, direction) -> table */
static int rows_summary(lua_State *L)
{
    struct lua_mv_rows *r = bal_check_mv_rows(L, 1);
    const struct bal_multiverse *mv = mv_of(L, 1);
    int direction = bal_alternative_named(luaL_checkstring(L, 2));
    size_t options = 2;
    double *x, share[BAL_MV_DIMS];
    struct bal_mv_tests tests;

    luaL_argcheck(L, direction >= 0, 2, "no direction");
    for (size_t d = 0; d < mv->dims; d++)
        options = mv->dim[d].options > options ? mv->dim[d].options : options;
    x = bal_push_array(L, r->n + 2 * options + mv->n, sizeof *x);
    lua_createtable(L, 0, 24);
    bal_set_count(L, "universes", (double)r->n);
    set_spread(L, r, x);
    set_counts(L, mv, r);
    bal_mv_variance(mv, r->row, x, share);
    lua_createtable(L, (int)mv->dims, 0);
    for (size_t d = 0; d < mv->dims; d++) {
        lua_pushnumber(L, share[d]);
        lua_rawseti(L, -2, (lua_Integer)d + 1);
    }
    lua_setfield(L, -2, "variance");
    if (r->tested) {
        bal_mv_test(&r->joint, (enum bal_alternative)direction, x, &tests);
        unfold_ratios(mv, &tests.median);
        set_test(L, "joint_median", &tests.median);
        set_test(L, "joint_share", &tests.share);
        set_test(L, "joint_z", &tests.z);
        bal_set_count(L, "shifts", (double)tests.shifts);
    }
    return 1;
}

/* core.multiverse_faults(rows) -> list of { text, number of universes }, most first */
static int rows_faults(lua_State *L)
{
    const struct lua_mv_rows *r = bal_check_mv_rows(L, 1);

    lua_settop(L, 1);
    lua_newtable(L); /* text -> number */
    for (size_t u = 0; u < r->n; u++) {
        lua_Integer n;

        if (r->row[u].fault == 0)
            continue;
        bal_push_fault(L, 1, r->row[u].fault);
        lua_pushvalue(L, -1);
        lua_rawget(L, 2);
        n = lua_tointeger(L, -1) + 1;
        lua_pop(L, 1);
        lua_pushinteger(L, n);
        lua_rawset(L, 2);
    }
    return 1;
}

/* core.multiverse_by(rows, parameter) -> for each of its options { universes with an estimate, median,
 * significant above, significant below, with a p } */
static int rows_by(lua_State *L)
{
    const struct lua_mv_rows *r = bal_check_mv_rows(L, 1);
    const struct bal_multiverse *mv = mv_of(L, 1);
    lua_Integer d = luaL_checkinteger(L, 2);
    double *x = bal_push_array(L, r->n, sizeof *x);
    uint16_t choice[BAL_MV_DIMS];

    luaL_argcheck(L, d >= 1 && d <= (lua_Integer)mv->dims, 2, "no parameter of that number");
    d--;
    lua_createtable(L, (int)mv->dim[d].options, 0);
    for (size_t o = 0; o < mv->dim[d].options; o++) {
        double count[3] = {0};
        size_t n = 0;

        for (size_t u = 0; u < r->n; u++) {
            int v;

            bal_mv_choices(mv, u, choice);
            if (choice[d] != o || isnan(r->row[u].estimate))
                continue;
            v = verdict(mv, &r->row[u], u);
            x[n++] = r->row[u].estimate;
            count[0] += v > 0 ? 1 : 0;
            count[1] += v < 0 ? 1 : 0;
            count[2] += isnan(r->row[u].p) ? 0 : 1;
        }
        lua_createtable(L, 0, 5);
        bal_set_count(L, "n", (double)n);
        if (n > 0)
            set_quantile(L, "median", x, n, .5);
        bal_set_count(L, "above", count[0]);
        bal_set_count(L, "below", count[1]);
        bal_set_count(L, "tested", count[2]);
        lua_rawseti(L, -2, (lua_Integer)o + 1);
    }
    return 1;
}

/* The curve ------------------------------------------------------------------------------------ */

struct ranked {
    double estimate;
    uint32_t u;
};

static int by_estimate(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->estimate != y->estimate)
        return x->estimate < y->estimate ? -1 : 1;
    return (x->u > y->u) - (x->u < y->u);
}

static void set_at(lua_State *L, const char *name, lua_Integer i, double v)
{
    lua_getfield(L, -1, name);
    lua_pushnumber(L, v);
    lua_rawseti(L, -2, i);
    lua_pop(L, 1);
}

/* One column of the curve: estimates, verdicts, and for each option its share of the column. */
static void set_column(lua_State *L, const struct bal_multiverse *mv, const struct lua_mv_rows *r,
                       const struct ranked *list, size_t n, lua_Integer c, double *count)
{
    uint16_t choice[BAL_MV_DIMS];
    double up = 0, down = 0;
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        int v = verdict(mv, &r->row[list[i].u], list[i].u);

        up += v > 0 ? 1 : 0;
        down += v < 0 ? 1 : 0;
        bal_mv_choices(mv, list[i].u, choice);
        for (size_t d = 0, base = 0; d < mv->dims; base += mv->dim[d++].options)
            count[base + choice[d]]++;
    }
    set_at(L, "low", c, list[0].estimate);
    set_at(L, "high", c, list[n - 1].estimate);
    set_at(L, "middle", c, (list[(n - 1) / 2].estimate + list[n / 2].estimate) / 2);
    set_at(L, "above", c, up / (double)n);
    set_at(L, "below", c, down / (double)n);
    lua_getfield(L, -1, "options");
    for (size_t d = 0; d < mv->dims; d++) {
        lua_rawgeti(L, -1, (lua_Integer)d + 1);
        for (size_t o = 0; o < mv->dim[d].options; o++, at++) {
            lua_rawgeti(L, -1, (lua_Integer)o + 1);
            lua_pushnumber(L, count[at] / (double)n);
            lua_rawseti(L, -2, c);
            lua_pop(L, 1);
            count[at] = 0;
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static size_t push_curve(lua_State *L, const struct bal_multiverse *mv)
{
    static const char *const lists[] = {"low", "high", "middle", "above", "below"};
    size_t options = 0;

    lua_newtable(L);
    for (int i = 0; i < 5; i++) {
        lua_newtable(L);
        lua_setfield(L, -2, lists[i]);
    }
    lua_newtable(L);
    for (size_t d = 0; d < mv->dims; d++) {
        lua_newtable(L);
        for (size_t o = 0; o < mv->dim[d].options; o++, options++) {
            lua_newtable(L);
            lua_rawseti(L, -2, (lua_Integer)o + 1);
        }
        lua_rawseti(L, -2, (lua_Integer)d + 1);
    }
    lua_setfield(L, -2, "options");
    return options;
}

/* core.multiverse_curve(rows, most) -> the universes with an estimate, sorted by it, in at most
 * `most` columns of as many universes each: { columns=, n=, low=, high=, middle=, above=, below=,
 * options = { [parameter] = { [option] = { share of the column } } } } */
static int rows_curve(lua_State *L)
{
    const struct lua_mv_rows *r = bal_check_mv_rows(L, 1);
    const struct bal_multiverse *mv = mv_of(L, 1);
    size_t most = bal_check_count(L, 2, 1, BAL_OPTION_MOST, "the number of columns"), m = 0;
    struct ranked *list = bal_push_array(L, r->n, sizeof *list);
    size_t columns, options;
    double *count;

    for (size_t u = 0; u < r->n; u++)
        if (isfinite(r->row[u].estimate))
            list[m++] = (struct ranked){r->row[u].estimate, (uint32_t)u};
    qsort(list, m, sizeof *list, by_estimate);
    columns = m < most ? m : most;
    options = push_curve(L, mv);
    count = bal_push_array(L, options, sizeof *count);
    lua_insert(L, -2);
    for (size_t c = 0; c < columns; c++) {
        size_t a = c * m / columns, b = (c + 1) * m / columns;

        set_column(L, mv, r, list + a, b - a, (lua_Integer)c + 1, count);
    }
    bal_set_count(L, "columns", (double)columns);
    bal_set_count(L, "n", (double)m);
    return 1;
}

const luaL_Reg bal_multiverse_rows_functions[] = {{"multiverse_run", bal_lua_multiverse_run},
                                                  {"multiverse_count", multiverse_count},
                                                  {"multiverse_choice", multiverse_choice},
                                                  {"multiverse_row", rows_row},
                                                  {"multiverse_summary", rows_summary},
                                                  {"multiverse_faults", rows_faults},
                                                  {"multiverse_curve", rows_curve},
                                                  {"multiverse_by", rows_by},
                                                  {NULL, NULL}};
