/* The `schema` of a resource: fields, constraints, keys. The half of package.c that knows Table
 * Schema; private to the reading of datapackage.json. */
#ifndef BAL_IO_PACKAGE_SCHEMA_H
#define BAL_IO_PACKAGE_SCHEMA_H

#include "io/json.h"
#include "io/package.h"

/* Fills field, key and missing of `r` from its `schema` node. */
void bal_package_schema(struct bal_json_reader *reader, const struct bal_node *schema,
                        struct bal_resource *r);

/* Foreign keys of resource `i`: to be called when all resources have their fields. */
void bal_package_foreign(struct bal_json_reader *reader, const struct bal_node *schema,
                         struct bal_package *package, size_t i);

void bal_resource_free(const struct bal_mem *mem, struct bal_resource *r);

#endif
