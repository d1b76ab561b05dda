#ifndef MOTCUA_PRINTING_RAW_H
#define MOTCUA_PRINTING_RAW_H

/*
 * A receipt printer without CUPS: bytes over TCP (port 9100, "socket://HOST:PORT") or into a device
 * (/dev/usb/lp0). Where the printer answers, its state is asked before and after (DLE EOT n and GS r,
 * "ESC/POS Application Programming Guide"), so that nothing is sent into an empty printer and what was
 * sent is known to be out. Blocks, bounded; one thread a printer.
 */

#include <stdbool.h>
#include <stddef.h>
#include "printing/trouble.h"

/* Milliseconds. */
struct raw_limits {
	int connect;  /* to get through to it */
	int answer;   /* until a printer that does not answer is taken for one that never does */
	int stall;    /* without taking a byte, until that is told */
	int patience; /* standing still, until it is given up */
	int finish;   /* to print what it has been given */
};
extern const struct raw_limits raw_limits_usual;

struct raw_watch {
	void *user;
	void (*printing)(void *user);                 /* it goes on */
	void (*waiting)(void *user, enum trouble t);  /* it stands still; no harm done yet */
	int stop_fd; /* readable: the officer wants it back; -1: nobody will */
};

enum raw_end {
	RAW_DONE,    /* the printer says that it is out */
	RAW_GIVEN,   /* taken whole by a printer that never says anything */
	RAW_NOTHING, /* not a byte of it was sent */
	RAW_PARTLY,  /* some or all was sent, and nobody knows what came of it */
	RAW_STOPPED, /* taken back, not a byte was sent */
};

struct raw_outcome {
	enum raw_end end;
	enum trouble trouble; /* of NOTHING and PARTLY, TROUBLE_NONE where why says more */
	char why[200];        /* for the officer, a part of a sentence; "" where trouble says it */
};

void raw_print(const char *destination, const void *bytes, size_t len,
	const struct raw_limits *limits, const struct raw_watch *watch, struct raw_outcome *out);

/* What it says of itself now. False: it cannot be reached (why says so). two_way: it answers. */
bool raw_look(const char *destination, const struct raw_limits *limits, bool *two_way,
	enum trouble *trouble, char why[200]);

#endif
