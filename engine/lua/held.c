#include "lua/held.h"

#include <lauxlib.h>

#include "lua/object.h"
#include "lua/raise.h"

#define CLASS "balassa.held"

struct held {
    struct bal_mem mem;
    struct bal_buf buf;
};

static int held_gc(lua_State *L)
{
    struct held *h = luaL_checkudata(L, 1, CLASS);

    bal_buf_free(&h->buf);
    return 0;
}

struct bal_buf *bal_push_buf(lua_State *L)
{
    struct held *h = lua_newuserdatauv(L, sizeof *h, 0);

    h->mem = bal_lua_mem(L);
    bal_buf_init(&h->buf, &h->mem);
    bal_set_gc(L, CLASS, held_gc);
    return &h->buf;
}

int bal_push_buf_text(lua_State *L, struct bal_buf *b)
{
    if (b->failed)
        return bal_raise_memory(L);
    lua_pushlstring(L, bal_buf_text(b), b->len);
    bal_buf_free(b);
    return 1;
}
