/* EDTF: any bytes are a date or a message; what was read keeps its promises. */
#include "fuzz.h"

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bal_date date = {0};
    struct bal_error err = {0};
    bool taken;
    char *text = malloc(size > 0 ? size : 1); /* so that one byte too far is seen */

    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    taken = bal_date_parse(text, size, &date, &err) == 0;
    fuzz_took(taken);
    if (!taken) {
        if (err.code != BAL_EDATA || err.message[0] == '\0')
            abort();
    } else {
        if (date.first > date.last)
            abort();
        for (int rule = BAL_EARLIEST; rule <= BAL_LATEST; rule++) {
            char day_text[BAL_DATE_TEXT];
            bal_day day;

            if (!bal_date_day(&date, (enum bal_date_rule)rule, &day))
                continue;
            if (day < date.first || day > date.last)
                abort();
            bal_day_text(day, day_text, sizeof day_text);
        }
    }
    free(text);
    return 0;
}
