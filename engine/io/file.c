#include "io/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static int fail_errno(struct bal_error *err, int number)
{
    if (number == ENOENT || number == ENOTDIR)
        return bal_fail(err, BAL_ENOINPUT, "there is no such file");
    return bal_fail(err, BAL_ENOINPUT, "the file cannot be read (%s)", strerror(number));
}

bool bal_path_under(const char *real, const char *folder)
{
    size_t n = strlen(folder);

    if (n > 0 && folder[n - 1] == '/') /* the root */
        n--;
    return strncmp(real, folder, n) == 0 && (real[n] == '/' || real[n] == '\0');
}

int bal_file_open(struct bal_file *file, const char *path, SHA2_CTX *digest, struct bal_error *err)
{
    struct stat st;

    *file = (struct bal_file){.digest = digest};
    if (stat(path, &st) != 0)
        return fail_errno(err, errno);
    if (S_ISDIR(st.st_mode))
        return bal_fail(err, BAL_ENOINPUT, "this is a folder, not a file");
    if (!S_ISREG(st.st_mode))
        return bal_fail(err, BAL_ENOINPUT, "this is not a regular file");
    file->stream = fopen(path, "rbe");
    if (file->stream == NULL)
        return fail_errno(err, errno);
    file->size = (uint64_t)st.st_size;
    return 0;
}

int bal_file_read(struct bal_file *file, void *data, size_t size, size_t *got,
                  struct bal_error *err)
{
    errno = 0;
    *got = fread(data, 1, size, file->stream);
    if (ferror(file->stream))
        return fail_errno(err, errno != 0 ? errno : EIO);
    file->got += *got;
    if (file->got > file->size || (*got == 0 && file->got != file->size))
        return bal_fail(err, BAL_ENOINPUT, "the file changed while it was read");
    if (file->digest != NULL && *got > 0)
        SHA256Update(file->digest, data, *got);
    return 0;
}

void bal_file_close(struct bal_file *file)
{
    if (file->stream != NULL)
        fclose(file->stream);
    file->stream = NULL;
}

int bal_file_slurp(const char *path, size_t limit, SHA2_CTX *digest, struct bal_buf *out,
                   struct bal_error *err)
{
    char block[16 * 1024];
    struct bal_file file;
    size_t got = 1;
    int code = bal_file_open(&file, path, digest, err);

    if (code == 0 && file.size > limit)
        code = bal_fail(err, BAL_EDATA, "the file has more than %zu bytes", limit);
    while (code == 0 && got > 0) {
        code = bal_file_read(&file, block, sizeof block, &got, err);
        if (code == 0)
            bal_buf_add(out, block, got);
        if (code == 0 && out->failed)
            code = bal_fail_mem(err);
    }
    bal_file_close(&file);
    return code;
}
