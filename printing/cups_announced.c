/* Printers that announce themselves on the network, and have no queue yet. */

#include "printing/printers.h"

#include <string.h>
#include "base/str.h"
#include "i18n/text.h"
#include "printing/cups_way.h"

#define LISTEN_MS 1200

struct hearing {
	struct printer_announced *list;
	size_t n;
};

static void option_text(const cups_dest_t *dest, const char *name, char *dst, size_t size)
{
	const char *text = cupsGetOption(name, dest->num_options, dest->options);

	text_clean_to(dst, size, text ? text : "");
}

/* A printer is heard again by each of its services: once by name is enough. */
static bool is_known(const struct hearing *h, const char *name)
{
	for (size_t i = 0; i < h->n; i++) {
		if (str_eq(h->list[i].name, name))
			return true;
	}
	return false;
}

static int hear(void *user, unsigned flags, cups_dest_t *dest)
{
	struct hearing *h = user;

	if ((flags & CUPS_DEST_FLAGS_REMOVED) || h->n == ANNOUNCED_MAX || !cups_name_is_possible(dest->name) ||
		!text_is_clean(dest->name) || is_known(h, dest->name))
		return 1;
	struct printer_announced *p = &h->list[h->n++];
	str_copy(p->name, sizeof(p->name), dest->name);
	option_text(dest, "printer-location", p->place, sizeof(p->place));
	option_text(dest, "printer-make-and-model", p->model, sizeof(p->model));
	return 1;
}

size_t printers_announced(struct printer_announced list[ANNOUNCED_MAX])
{
	struct hearing h = {.list = list};

	cupsEnumDests(CUPS_DEST_FLAGS_NONE, LISTEN_MS, NULL, CUPS_PRINTER_DISCOVERED,
		CUPS_PRINTER_DISCOVERED, hear, &h);
	return h.n;
}

bool printer_adopt(const char *name)
{
	http_t *http = cups_name_is_possible(name) ? cups_connect() : NULL;
	cups_dest_t *dest = http ? cupsGetNamedDest(http, name, NULL) : NULL;
	/* asking what it can is what lets CUPS make the queue */
	cups_dinfo_t *info = dest ? cupsCopyDestInfo(http, dest) : NULL;

	cupsFreeDestInfo(info);
	cupsFreeDests(dest ? 1 : 0, dest);
	httpClose(http);
	return info != NULL;
}
