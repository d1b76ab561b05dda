#ifndef MOTCUA_DEVICES_SERIAL_H
#define MOTCUA_DEVICES_SERIAL_H

/*
 * The serial port a scanner is on (USB-COM: /dev/ttyACM0, /dev/ttyUSB0): found, opened for this program
 * alone, read as raw bytes, 8N1. Whoever owns it watches two descriptors: the port's, and one that tells
 * that something was plugged in or taken out where it is looked for.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

#define SERIAL_PATH 256
#define SERIAL_AUTO "auto"
#define SERIAL_OFF "none"

struct serial_wish {
	const char *device; /* SERIAL_AUTO: the first /dev/ttyACM* or /dev/ttyUSB*; a path; SERIAL_OFF */
	int64_t speed;      /* baud, one that serial_speed_known */
	const char *const *others; /* ports that are something else: of printers. Borrowed */
	size_t n_others;
};

enum serial_state {
	SERIAL_IS_OFF, /* not wished for */
	SERIAL_ABSENT, /* nothing is plugged in there */
	SERIAL_DENIED, /* this user may not read it */
	SERIAL_BUSY,   /* another program has it */
	SERIAL_STRANGE, /* it is there, and no serial port */
	SERIAL_OPEN,
};

struct serial {
	enum serial_state state;
	char path[SERIAL_PATH]; /* of the port open, or the first that was tried; "" none */
	int fd;                 /* -1 unless SERIAL_OPEN; not blocking */
};

bool serial_speed_known(int64_t speed);
/* Looks for the port and opens it. s starts zeroed or closed. */
void serial_open(struct serial *s, const struct serial_wish *wish);
/* So many bytes were read, 0: none now; -1: it is gone, and closed. */
int serial_read(struct serial *s, unsigned char *out, size_t size);
void serial_close(struct serial *s);
/* How it stands, for people; where it is not SERIAL_OPEN or ABSENT, with what to do. */
void serial_words(const struct serial *s, char *out, size_t size);

/* A descriptor that becomes readable when something comes where the port is looked for; -1: that cannot
 * be watched. The caller closes it. */
int serial_watch(const struct serial_wish *wish);
/* Reads it empty. False: that place is gone, and nothing will be told any more. */
bool serial_watch_heed(int watch);

#endif
