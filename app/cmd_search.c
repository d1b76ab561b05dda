/* motcua search: dossiers taken in here, found as the list screen finds them. */

#include "app/command.h"

#include <stdio.h>
#include "base/buf.h"
#include "base/str.h"
#include "core/record.h"
#include "core/status.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/dossiers.h"

#define MOST 100
#define TEXT_MOST 200 /* bytes */

static void print_row(const struct dossier_row *row, bool json)
{
	char at[INSTANT_SIZE];
	if (json) {
		struct record *r = record_new();
		record_text(r, "uuid", row->uuid);
		record_text(r, "code", row->code);
		record_text(r, "applicant", row->erased ? "" : row->applicant);
		record_text(r, "procedure", row->procedure_code);
		record_text(r, "procedure_name", row->procedure);
		record_time(r, "received_at", row->received_at);
		record_time(r, "due_at", row->due_at);
		record_text(r, "state", delivery_code(row->delivery));
		record_int(r, "status", row->status);
		record_bool(r, "erased", row->erased);
		record_bool(r, "fallback", dossier_code_fallback(row->code));
		record_text(r, "possible_duplicate", row->duplicate[0] ? row->duplicate : NULL);
		record_print(r, stdout);
		return;
	}
	instant_format(row->received_at, at);
	printf("%s  %.16s  %s  %s  (%s)\n", row->code, at, row->applicant, row->procedure,
		status_text(row->status));
	if (row->duplicate[0])
		printf(_("    có thể trùng với hồ sơ %s nhận ở quầy khác: cùng người, cùng thủ tục\n"),
			row->duplicate);
}

int cmd_search(struct app *app, int argc, char **argv, struct err *err)
{
	bool first = argc == 3 && str_eq(argv[1], "--json");
	bool json = first || (argc == 3 && str_eq(argv[2], "--json"));
	char text[TEXT_MOST];
	struct dossier_list list;
	if (argc - json != 2)
		return command_usage(err, "search");
	text_clean_to(text, sizeof(text), argv[first ? 2 : 1]);
	const struct dossier_filter filter = {.text = text};
	if (!app_need_store(app, err) || !dossiers_list(app->store, &filter, 0, MOST, &list, err))
		return command_fail(err);
	for (size_t i = 0; i < list.n; i++)
		print_row(&list.rows[i], json);
	if (list.total > (int64_t)list.n)
		fprintf(stderr, _("motcua: có %lld hồ sơ, chỉ in %zu hồ sơ khớp nhất; hãy tìm hẹp hơn.\n"),
			(long long)list.total, list.n);
	if (!list.n)
		fprintf(stderr, "motcua: %s\n", _("Không tìm thấy hồ sơ nào ở máy này."));
	dossier_list_clear(&list);
	return 0;
}
