#include "core/instant_json.h"

#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"

void json_set_instant(json_t *object, const char *key, int64_t at)
{
	char text[INSTANT_SIZE];

	instant_format(at, text);
	json_object_set_new(object, key, json_string(text));
}

int64_t json_in_instant(struct json_in *in, const char *member, unsigned flags)
{
	const char *text = json_in_text(in, member, flags, INSTANT_SIZE - 1);
	char again[INSTANT_SIZE];
	int64_t at;

	if (!*text)
		return 0;
	if (instant_parse(text, &at)) {
		instant_format(at, again);
		if (str_eq(text, again))
			return at;
	}
	json_in_wrong(in, member, "format", "%s", _("Phải là thời điểm như 2026-11-23T08:43:00+07:00."));
	return 0;
}
