#include "lua/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/readline.h>
#include <readline/history.h>

#include "lua/complete.h"
#include "lua/report.h"

enum { HISTORY_KEPT = 2000 }; /* entries in the file */

static char history_file[PATH_MAX]; /* "" when the history is not kept */
static char *line;                  /* what readline gave last */
static bool finished;               /* readline has given a line, or the end */
static volatile sig_atomic_t cancelled;

/* History -------------------------------------------------------------------------------------- */

/* The state folder of the XDG Base Directory Specification, which knows only absolute paths. */
static bool history_path(char *out, size_t size)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int n;

    if (state != NULL && state[0] == '/')
        n = snprintf(out, size, "%s/balassa/history", state);
    else if (home != NULL && home[0] == '/')
        n = snprintf(out, size, "%s/.local/state/balassa/history", home);
    else
        return false;
    return n > 0 && (size_t)n < size;
}

/* Makes every folder above the file; only the user may look in, as the specification asks. */
static int make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        int failed;

        *slash = '\0';
        failed = mkdir(path, 0700) != 0 && errno != EEXIST;
        *slash = '/';
        if (failed)
            return -1;
    }
    return 0;
}

/* append_history wants the file to be there. */
static int make_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    return fd < 0 ? -1 : close(fd);
}

/* From now on; `when` it was noticed. */
static void give_up_history(const char *when, int number)
{
    char message[PATH_MAX + 128];

    snprintf(message, sizeof message, "the history is not kept%s: '%s': %s", when, history_file,
             strerror(number));
    history_file[0] = '\0';
    bal_complain("warning: ", message);
}

static void open_history(void)
{
    using_history();
    history_comment_char = '#';
    history_write_timestamps = 1; /* a line "#123" before each entry lets one have many lines */
    if (!history_path(history_file, sizeof history_file)) {
        history_file[0] = '\0';
        bal_complain("warning: ", "the history is not kept: HOME is not set");
    } else if (make_folders(history_file) != 0 || make_file(history_file) != 0) {
        give_up_history("", errno);
    } else {
        history_truncate_file(history_file, HISTORY_KEPT);
        read_history(history_file);
    }
}

void bal_editor_remember(const char *entry)
{
    HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    int number = 0;

    if (last != NULL && strcmp(last->line, entry) == 0)
        return;
    add_history(entry);
    if (history_file[0] != '\0')
        number = append_history(1, history_file);
    if (number != 0)
        give_up_history(" any more", number);
}

/* Reading -------------------------------------------------------------------------------------- */

static void on_interrupt(int number)
{
    (void)number;
    cancelled = 1;
}

static void take_line(char *text)
{
    line = text;
    finished = true;
    rl_callback_handler_remove(); /* else readline would show the prompt again at once */
}

/* Readline's own signal handlers only take a note: rl_check_signals restores the terminal, passes
 * the signal on to us (Ctrl-C), stops (Ctrl-Z) or ends the process, and comes back. */
static void wait_for_key(void)
{
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    int pending;

    if (poll(&in, 1, -1) > 0) {
        rl_callback_read_char();
        return;
    }
    pending = rl_pending_signal();
    rl_check_signals();
    if (pending == SIGTSTP)
        rl_forced_update_display(); /* we are back: the shell has written below the prompt */
}

static void clear_cancelled_line(void)
{
    rl_callback_sigcleanup();
    rl_free_line_state();
    rl_callback_handler_remove();
    putchar('\n');
}

enum bal_line bal_editor_read(lua_State *L, const char *prompt)
{
    struct sigaction ours = {.sa_handler = on_interrupt}, before;

    free(line);
    line = NULL;
    finished = false;
    cancelled = 0;
    sigemptyset(&ours.sa_mask);
    sigaction(SIGINT, &ours, &before);
    bal_complete_start(L);
    rl_callback_handler_install(prompt, take_line);
    while (!finished && !cancelled)
        wait_for_key();
    if (!finished)
        clear_cancelled_line();
    sigaction(SIGINT, &before, NULL);
    if (!finished)
        return BAL_LINE_CANCELLED;
    if (line == NULL)
        return BAL_LINE_END;
    lua_pushstring(L, line);
    return BAL_LINE;
}

void bal_editor_open(lua_State *L)
{
    (void)L;
    setlocale(LC_CTYPE, ""); /* the width of letters; numbers stay as they are */
    rl_readline_name = "balassa";
    rl_persistent_signal_handlers = 1; /* also while poll waits */
    bal_complete_open();
    open_history();
}
