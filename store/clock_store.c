#include "store/clock_store.h"

#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"
#include "store/store.h"

#define ANCHOR "time.anchor"

void clock_store_load(struct store *store)
{
	char *text = store_meta_get(store, ANCHOR);
	struct time_anchor a = {.at = 0};

	if (text && !known_time_parse(text, &a))
		log_line(LOG_WARN, "what was known of the time cannot be read");
	free(text);
	clock_set_anchor(&a);
}

/* A power cut may undo it: what is known is then what was known before. */
static void save(struct store *store, const struct time_anchor *a)
{
	char text[TIME_ANCHOR_SIZE];
	struct err err = ERR_INIT;

	known_time_format(a, text);
	clock_set_anchor(a);
	if (!db_begin_lazy(store_db(store), &err) ||
	    !db_finish(store_db(store), store_meta_set(store, ANCHOR, text, &err), &err))
		log_line(LOG_WARN, "what is known of the time could not be stored: %s", err.text);
}

void clock_store_hear(struct store *store, struct time_witness *w, const struct heard_date *heard)
{
	struct clock_face face;
	struct time_anchor a;

	clock_look(&face);
	clock_get_anchor(&a);
	if (known_time_hear(w, &a, &face, heard))
		save(store, &a);
}

void clock_store_keep(struct store *store)
{
	struct clock_face face;
	struct time_anchor a;

	clock_look(&face);
	clock_get_anchor(&a);
	if (known_time_keep(&a, &face))
		save(store, &a);
}
