/* datapackage.json: any bytes, over the tables of a sound study. */
#include "study.h"
#include "words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_study();
    fuzz_write("datapackage.json", data, size);
    fuzz_load();
    return 0;
}
