/* balassa: arguments -> run a script, -e code, or the prompt -> exit status. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lua/program.h"

/* A script that opens a file while standard output is closed must not be given number 1 and have
 * results printed into it. The stand-ins fail when they are used. */
static void fill_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            _exit(70);
    }
}

/* Whether whoever read standard output has seen enough and gone. */
static bool reader_is_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};

    return poll(&out, 1, 0) > 0 && (out.revents & POLLERR) != 0;
}

/* At exit, whoever calls it: results that did not arrive are a failure. print() flushes each line,
 * so by now the reason is mostly forgotten. */
static void check_output(void)
{
    bool failed = ferror(stdout) != 0;

    errno = 0;
    failed = fflush(stdout) != 0 || failed;
    if (!failed)
        return;
    if (!reader_is_gone())
        fprintf(stderr, "balassa: standard output could not be written in full%s%s\n",
                errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
    _exit(1);
}

int main(int argc, char **argv)
{
    fill_standard_streams();
    if (atexit(check_output) != 0)
        return 70;
    return bal_program(argc, argv);
}
