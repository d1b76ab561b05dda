/* The printers a paper may be sent to, as an officer chooses one. */
#include <stdio.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/state.h"

void ui_ask_printers(struct ui *ui)
{
	ui->printers_asked = true;
	worker_ask_printers(ui->env->worker);
}

void ui_take_printers(struct ui *ui)
{
	struct printer_list *list = worker_printers(ui->env->worker);
	if (!list)
		return;
	printer_list_free(ui->printers);
	ui->printers = list;
	ui->printers_asked = false;
}

static size_t count(const struct ui *ui)
{
	return ui->printers ? ui->printers->n : 0;
}

/* 0 for "", then the printers, then the file; one that is gone counts as the last printer. */
static size_t place(const struct ui *ui, const char *target)
{
	size_t n = count(ui), i = 0;
	if (!target[0])
		return 0;
	if (str_eq(target, DESK_FILE))
		return n + 1;
	while (i < n && !str_eq(ui->printers->rows[i].name, target))
		i++;
	return i < n ? i + 1 : n;
}

void ui_printer_next(const struct ui *ui, char target[TARGET_SIZE])
{
	size_t n = count(ui), next = (place(ui, target) + 1) % (n + 2);
	str_copy(target, TARGET_SIZE, next == 0 ? "" : next <= n ? ui->printers->rows[next - 1].name :
		DESK_FILE);
}

/* A printer from which no paper would come now is told by its state as well. */
void ui_printer_label(const struct ui *ui, const char *target, char *out, size_t size)
{
	size_t at = place(ui, target);
	if (!target[0])
		str_copy(out, size, _("tự chọn"));
	else if (str_eq(target, DESK_FILE))
		str_copy(out, size, _("tệp PDF"));
	else if (at > 0 && str_eq(ui->printers->rows[at - 1].name, target) && !ui->printers->rows[at - 1].ready)
		snprintf(out, size, "%s (%s)", target, ui->printers->rows[at - 1].words);
	else
		str_copy(out, size, target);
}
