#ifndef MOTCUA_TESTS_PTY_INSIDE_H
#define MOTCUA_TESTS_PTY_INSIDE_H

/* What a terminal under test is made of, for the files that are it: pty.c starts the program, sends keys
 * and waits; pty_picture.c looks at the screen. */

#include <vterm.h>
#include "tests/harness/pty.h"

#define MASKS 8
#define TAIL 4096

struct pty {
	pid_t pid;
	int master, report;
	VTerm *vt;
	VTermScreen *screen;
	int rows, cols;
	unsigned long long sent, taken; /* keys */
	int flight;
	bool reported;
	char line[256];                 /* a report not yet complete */
	size_t line_len;
	struct {
		char *text, *instead;
	} masks[MASKS];
	size_t n_masks;
	uint64_t bytes;
	char tail[TAIL + 1];
	size_t tail_len;
	uint64_t bytes_at_key;          /* of bytes, when the last key was sent */
	double sent_us, taken_us;
	bool gone;
	int status;
};

/* Takes in what the program says within wait_ms; false when it will say nothing more. */
bool pty_pump(struct pty *pty, int wait_ms);
/* Until met says true; false after a minute, or when the program is gone and says nothing more. */
typedef bool pty_condition(struct pty *pty, const void *arg);
bool pty_wait(struct pty *pty, pty_condition *met, const void *arg);

#endif
