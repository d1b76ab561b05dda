#include "app/scanner_port.h"

void scanner_port_init(struct scanner_port *p, const struct config *config)
{
	const struct book *book = &config->book;
	size_t n = 0;
	p->others[n++] = book->usual;
	for (size_t i = 0; i < book->n; i++)
		p->others[n++] = book->list[i].destination;
	p->wish = (struct serial_wish){.device = config->scanner_device, .speed = config->scanner_speed,
		.others = p->others, .n_others = n};
}
