#ifndef MOTCUA_TESTS_SERIAL_SCANNER_H
#define MOTCUA_TESTS_SERIAL_SCANNER_H

/* A scanner on a serial port that can be pulled out and plugged in: a pseudo terminal under a name that
 * stays. Whatever fails in here ends the test. */

#include <stdbool.h>
#include <stddef.h>

struct serial_scanner {
	char path[128]; /* of the port */
	int port;       /* our side; -1 pulled out */
};

/* Plugged in at dir/scanner; the folder is there. */
void serial_scanner_open(struct serial_scanner *s, const char *dir);
void serial_scanner_close(struct serial_scanner *s);
void serial_scanner_unplug(struct serial_scanner *s);
void serial_scanner_plug(struct serial_scanner *s);
/* All of it, waiting where nobody reads. */
void serial_scanner_send(struct serial_scanner *s, const char *bytes, size_t len);
/* A scan with CR behind. */
void serial_scanner_scan(struct serial_scanner *s, const char *text);
/* Is it read by somebody now, in raw mode? Waits until it is. */
void serial_scanner_expect_reader(struct serial_scanner *s);

#endif
