/* What was typed into blanks, as the data of a paper. */
#include "tui/blanks.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "core/node.h"
#include "core/record.h"
#include "core/written.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define JSON_MAX (128 * 1024)

/* False: not what its kind asks for, with the sentence in err. */
static bool put(struct record *r, const struct blank *blank, struct date today, struct err *err)
{
	char text[FIELD_MAX + 1];
	bool ok = true;
	for (size_t i = 0; ok && i < blank->n; i++) {
		text_clean_to(text, sizeof(text), blank->lines[i].text);
		ok = !text[0] || asked_put(r, blank->name, blank->kind, text, today, err);
	}
	return ok;
}

/* The focus goes to the blank that is wrong. */
static bool refuse(struct blanks *b, size_t i, const struct err *why, struct err *err)
{
	struct blank *blank = &b->list[i];
	b->at = i;
	b->line = 0;
	blank->wrong = true;
	return err_set(err, ERR_DATA, "%s: %s", blank->label, why->text);
}

bool blanks_wrong(struct blanks *b, const struct err *why, struct err *err)
{
	for (size_t i = 0; i < b->n; i++) {
		if (str_eq(b->list[i].name, why->field))
			return refuse(b, i, why, err);
	}
	return err_set(err, why->kind, "%s", why->text);
}

bool blanks_json(struct blanks *b, size_t first, int64_t now, struct buf *out, struct err *err)
{
	struct record *r = record_new();
	struct err why = ERR_INIT;
	for (size_t i = first; i < b->n; i++) {
		b->list[i].wrong = false;
		if (!put(r, &b->list[i], instant_date(now), &why)) {
			record_free(r);
			return refuse(b, i, &why, err);
		}
	}
	record_write(r, out);
	return !out->full || err_set(err, ERR_DATA, _("Nội dung gõ vào quá dài để in."));
}

bool blanks_date(struct blanks *b, size_t i, int64_t now, struct date *out, struct err *err)
{
	struct record *r = record_new();
	struct err why = ERR_INIT;
	char text[FIELD_MAX + 1];
	b->list[i].wrong = false;
	text_clean_to(text, sizeof(text), b->list[i].lines[0].text);
	bool ok = asked_put(r, "day", ASK_DATE, text, instant_date(now), &why) &&
		written_day(text, instant_date(now), out);
	record_free(r);
	return ok || refuse(b, i, &why, err);
}

/* ---- and back */

static void set_line(struct blank *blank, size_t k, const char *text)
{
	if (k < blank->n)
		field_set(&blank->lines[k], text);
}

static void set_moment(struct blank *blank, int64_t at)
{
	char day[DATE_SIZE], text[32];
	int second = instant_second_of_day(at);
	date_format_vn(instant_date(at), day);
	snprintf(text, sizeof(text), "%02d:%02d %s", second / 3600, second / 60 % 60, day);
	set_line(blank, 0, at ? text : "");
}

static void set_scalar(struct blank *blank, const struct json_t *node)
{
	struct date day;
	char text[40];
	int64_t n = node_int(node, -1);
	if (blank->kind == ASK_TIME) {
		set_moment(blank, node_time(node));
	} else if (blank->kind == ASK_DATE && date_parse_iso(node_text(node), &day)) {
		date_format_vn(day, text);
		set_line(blank, 0, text);
	} else if (blank->kind == ASK_NUMBER && n >= 0) {
		snprintf(text, sizeof(text), "%lld", (long long)n);
		set_line(blank, 0, text);
	} else if (blank->kind == ASK_TEXT) {
		set_line(blank, 0, node_text(node));
	}
}

void blanks_from_json(struct blanks *b, const char *json)
{
	struct json_t *all = node_read(json, strlen(json), JSON_MAX, NULL);
	for (size_t i = 0; all && i < b->n; i++) {
		struct blank *blank = &b->list[i];
		const struct json_t *node = node_at(all, blank->name);
		if (blank->kind != ASK_LIST)
			set_scalar(blank, node);
		for (size_t k = 0; blank->kind == ASK_LIST && k < node_items(node) && k < BLANK_LINES_MAX; k++) {
			blanks_need_line(blank, k);
			set_line(blank, k, node_text(node_item(node, k)));
		}
	}
	node_free(all);
}
