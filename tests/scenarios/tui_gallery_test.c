/* Every screen at both sizes in every language: walked by keys alone, which are the same in all of them. */
#include <stdio.h>
#include <string.h>
#include "tests/harness/process.h"
#include "tests/harness/screen_case.h"

#define PIN "480927"

struct walk {
	struct pty *pty;
	const char *lang;
};

static void at_size(struct walk *w, const char *name, int rows, int cols)
{
	char golden[128];
	snprintf(golden, sizeof(golden), "gallery/%s.%s.%dx%d", name, w->lang, cols, rows);
	pty_resize(w->pty, rows, cols);
	pty_key(w->pty, "Ctrl-L"); /* painted once that is: what is left of the other size is no picture */
	if (!pty_golden(w->pty, golden))
		fail_msg("%s", golden);
}

static void shot(struct walk *w, const char *name)
{
	at_size(w, name, 40, 120);
	at_size(w, name, 24, 80);
}

static void keys(struct walk *w, const char *first, const char *second)
{
	pty_key(w->pty, first);
	pty_settle(w->pty); /* Esc and what follows it at once would be one key */
	if (second)
		pty_key(w->pty, second);
}

/* Keys, and the screen they lead to. */
static void see(struct walk *w, const char *name, const char *first, const char *second)
{
	keys(w, first, second);
	shot(w, name);
}

/* A receipt's link differs from run to run: dots in its place, over all the lines it takes. */
static void hide_link(struct walk *w)
{
	static const char dots[] = "........................................................................"
		"................................................";
	pty_resize(w->pty, 40, 120);
	pty_expect(w->pty, "https://");
	bool found = false;
	for (int row = 0; row < 40; row++) {
		const char *line = pty_line(w->pty, row);
		const char *link = strstr(line, "https://");
		found = link || (found && line[0] == ' ' && line[1] == ' ');
		if (!found)
			continue;
		link = link ? link : line + strspn(line, " ");
		pty_mask(w->pty, link, dots + sizeof(dots) - 1 - strlen(link));
	}
}

static void the_intake(struct walk *w)
{
	see(w, "intake-empty", "F2", NULL);
	see(w, "intake-wrong", "F9", NULL);
	pty_type(w->pty, "le thi");
	shot(w, "intake-people");
	keys(w, "Esc", "Ctrl-Z");
	pty_type(w->pty, CARD "\r");
	shot(w, "intake-person");
	pty_type(w->pty, "khai sinh");
	shot(w, "intake-picker");
	see(w, "intake-case", "Enter", NULL);
	see(w, "intake-components", "Enter", NULL);
	see(w, "help-intake", "F1", NULL);
	see(w, "intake-kept", "Esc", "F8");
	see(w, "drafts", "F6", NULL);
	keys(w, "Del", "Esc");
	pty_key(w->pty, "Esc");
}

static void dossiers_and_paper(struct walk *w)
{
	see(w, "dossiers", "F3", NULL);
	keys(w, "Down", "Enter");
	hide_link(w);
	shot(w, "detail");
	see(w, "print", "F7", NULL);
	see(w, "preview", "F3", NULL);
	see(w, "fill", "Esc", "Down");
	see(w, "fill-open", "Enter", NULL);
	keys(w, "Esc", "Esc");
	keys(w, "Esc", "Esc");
	see(w, "jobs", "F6", NULL);
	see(w, "printers", "F8", NULL);
	see(w, "ledger", "Esc", "F9");
	keys(w, "Esc", "Esc");
}

static void queue_and_condition(struct walk *w)
{
	see(w, "queue", "F4", NULL);
	see(w, "help-queue", "F1", NULL);
	see(w, "correct", "Esc", "F9");
	keys(w, "Esc", "Esc");
	see(w, "condition", "F11", NULL);
	pty_key(w->pty, "Esc");
}

static void the_lock(struct walk *w)
{
	see(w, "locked", "F12", NULL);
	see(w, "vouch", "F5", NULL);
	pty_key(w->pty, "Esc");
	pty_type(w->pty, PIN);
	pty_key(w->pty, "Enter");
	pty_expect(w->pty, "261123-0001");
}

/* Three dossiers, one of them rejected; a PIN. */
static void a_morning(void)
{
	struct problem why = {.type = "invalid", .title = "Dữ liệu không hợp lệ", .status = 422,
		.detail = "Cần số điện thoại để báo tin."};
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter");
	pty_expect(pty, "● có mạng");
	pty_key(pty, "F12");
	for (int i = 0; i < 2; i++) {
		pty_type(pty, PIN);
		pty_key(pty, "Enter");
	}
	pty_expect(pty, "Đã đặt mã PIN");
	case_take_in(pty, "Nguyễn Văn Thử");
	case_take_in(pty, "Trần Đình Ví Dụ");
	office_central_stop(&office);
	case_take_in(pty, "Lê Thị Mẫu");
	case_quit(pty);
	violation_add(&why.violations, "applicant.phone", "required", "Cần số điện thoại để báo tin.");
	case_reject(&why);
	office_central_start(&office);
}

static void walk_in(const char *lang)
{
	char language[32];
	snprintf(language, sizeof(language), "LANGUAGE=%s", lang);
	struct walk w = {.lang = lang};
	w.pty = office_screen(&office, 24, 80, (const char *const[]){language, NULL});
	see(&w, "officer", "F8", NULL);
	pty_key(w.pty, "Esc");
	shot(&w, "pin");
	pty_type(w.pty, PIN);
	pty_key(w.pty, "Enter");
	pty_expect(w.pty, "261123-0001");
	shot(&w, "home");
	see(&w, "help-home", "F1", NULL);
	see(&w, "tour", "Esc", "Alt-G");
	see(&w, "palette", "Esc", "Ctrl-P");
	pty_type(w.pty, "khai");
	shot(&w, "palette-narrowed");
	pty_key(w.pty, "Esc");
	see(&w, "pin-change", "F8", "F5");
	keys(&w, "Esc", "Esc");
	the_intake(&w);
	dossiers_and_paper(&w);
	queue_and_condition(&w);
	the_lock(&w);
	at_size(&w, "too-small", 20, 60);
	pty_resize(w.pty, 24, 80);
	case_quit(w.pty);
}

/* One after the other at one counter: none of them changes anything there. */
static void in_every_language(void **state)
{
	static const char *const languages[] = {"vi", "en", "qps"};
	(void)state;
	a_morning();
	for (size_t i = 0; i < 3; i++)
		walk_in(languages[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {CASE(in_every_language)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
