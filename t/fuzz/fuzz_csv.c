/* CSV against a schema: a study of which one table, chosen by the first byte, is the rest of the
 * input. So the reader, every type and constraint, the keys and the rules between tables are met. */
#include "study.h"
#include "words.h"

static const char *const tables[] = {"events.csv",      "observations.csv", "ladder.csv",
                                     "positions.csv",   "crises.csv",       "texts.csv",
                                     "initiatives.csv", "indicators.csv"};

enum { TABLES = sizeof tables / sizeof *tables };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *changed; /* by the input before */
    const char *table;

    if (size == 0)
        return 0;
    fuzz_study();
    table = tables[data[0] % TABLES];
    if (changed != NULL && changed != table) {
        char command[300];

        snprintf(command, sizeof command, "t/data/freedonia/%s", changed);
        FILE *from = fopen(command, "rb");
        static char whole[1 << 16];
        size_t n = from != NULL ? fread(whole, 1, sizeof whole, from) : 0;

        if (n == 0 || fclose(from) != 0)
            abort();
        fuzz_write(changed, whole, n);
    }
    changed = table;
    fuzz_write(table, data + 1, size - 1);
    fuzz_load();
    return 0;
}
