#ifndef MOTCUA_APP_SCANNER_PORT_H
#define MOTCUA_APP_SCANNER_PORT_H

/* Which serial port the scanner is on, as the configuration says; those of printers are left alone. */

#include "app/config.h"
#include "devices/serial.h"

struct scanner_port {
	struct serial_wish wish;
	const char *others[BOOK_MAX + 1];
};

/* Borrows from the configuration; must stay where it is. */
void scanner_port_init(struct scanner_port *p, const struct config *config);

#endif
