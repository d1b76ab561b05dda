/*
 * The application on a pty: how long until the first screen, what a key costs in time and bytes, and
 * the memory it holds idle and after 1,000 intakes with receipts. Beside it a program that only
 * starts ncurses, paints the same number of cells and takes keys.
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/bench.h"
#include "tests/harness/office.h"

#define STARTS 15
#define INTAKES 1000

static const char card[] = "089190001234||Nguyễn Thị Ánh Mẫu|02091990|Nữ|Ấp Thử Nghiệm, An Giang|01012022";

static void first_screen(struct office *office)
{
	struct samples starts = {0};
	char beside[64];
	for (int i = 0; i < STARTS; i++) {
		double from = bench_now_us();
		struct pty *pty = office_start(office, 24, 80, NULL);
		pty_expect(pty, "Phường Long Xuyên");
		samples_add(&starts, bench_now_us() - from);
		pty_free(pty);
	}
	double p50 = samples_percentile(&starts, 50);
	snprintf(beside, sizeof(beside), "fastest of %d: %s", STARTS, bench_ms(samples_percentile(&starts, 0)));
	bench_row("start to first screen, p50", bench_ms(p50), beside, "≤30 ms", p50 <= 30000);
	samples_clear(&starts);
}

/* A few words typed into a field and taken back, again and again. */
static void keys(struct pty *pty, const char *word, const char *field, double most_bytes)
{
	struct samples times = {0};
	char beside[64], bytes[32], name[64], aim[32];
	uint64_t before = pty_bytes(pty);
	size_t n = 0;
	for (int round = 0; round < 30; round++) {
		for (size_t i = 0; word[i]; i++, n++) {
			pty_type(pty, (char[]){word[i], '\0'});
			pty_settle(pty);
			samples_add(&times, pty_last_us(pty));
		}
		for (size_t i = 0; word[i]; i++, n++) {
			pty_key(pty, "Backspace");
			pty_settle(pty);
			samples_add(&times, pty_last_us(pty));
		}
	}
	double p50 = samples_percentile(&times, 50), p99 = samples_percentile(&times, 99);
	double each = (double)(pty_bytes(pty) - before) / (double)n;
	snprintf(beside, sizeof(beside), "p50 %s", bench_ms(p50));
	snprintf(name, sizeof(name), "key to painted screen, %s, p99", field);
	bench_row(name, bench_ms(p99), beside, "≤1 ms", p99 <= 1000);
	snprintf(bytes, sizeof(bytes), "%.0f bytes", each);
	snprintf(name, sizeof(name), "bytes a key, 80×24, %s", field);
	snprintf(aim, sizeof(aim), "≤%.0f", most_bytes);
	bench_row(name, bytes, NULL, aim, each <= most_bytes);
	samples_clear(&times);
}

/* Letters into a field of words, and moving down a list: what is typed most. */
static void bytes_of_keys(struct pty *pty, const char *what, const char *key, int presses)
{
	char text[32];
	uint64_t before = pty_bytes(pty), most = 0, last = before;
	for (int i = 0; i < presses; i++, last = pty_bytes(pty)) {
		if (key[1])
			pty_key(pty, key);
		else
			pty_type(pty, key);
		pty_settle(pty);
		if (pty_bytes(pty) - last > most)
			most = pty_bytes(pty) - last;
	}
	double each = (double)(pty_bytes(pty) - before) / presses;
	snprintf(text, sizeof(text), "%.0f bytes", each);
	char beside[64];
	snprintf(beside, sizeof(beside), "most for one: %llu", (unsigned long long)most);
	bench_row(what, text, beside, "≤400", each <= 400);
}

/* From screen to screen over a serial line: 9600 baud carry 960 bytes a second. */
static void over_a_serial_line(struct office *office)
{
	static const char *const walk[][2] = {{"Esc", "home"}, {"F2", "intake"}, {"Esc", "home again"},
		{"F3", "dossiers"}, {"F1", "help"}, {"Esc", "dossiers again"}, {"Esc", "home"}, {"F4", "queue"},
		{"F11", "condition"}, {"Esc", "queue again"}, {"Esc", "home"}, {"F6", "jobs"}, {"F8", "printers"}};
	struct pty *pty = office_screen(office, 24, 80, (const char *const[]){"TERM=vt220", NULL});
	double first = (double)pty_bytes(pty) / 960, worst = 0, all = 0;
	const char *where = "";
	size_t n = sizeof(walk) / sizeof(*walk);
	char text[32], beside[96];
	pty_settle_all(pty);
	for (size_t i = 0; i < n; i++) {
		uint64_t before = pty_bytes(pty);
		pty_key(pty, walk[i][0]);
		pty_settle_all(pty);
		double seconds = (double)(pty_bytes(pty) - before) / 960;
		all += seconds;
		if (seconds > worst) {
			worst = seconds;
			where = walk[i][1];
		}
	}
	snprintf(text, sizeof(text), "%.2f s", all / (double)n);
	snprintf(beside, sizeof(beside), "worst %.2f s (%s), the first at start %.2f s", worst, where, first);
	bench_row("a screen over 9600 baud, vt220", text, beside, NULL, -1);
	pty_free(pty);
}

static void intake(struct pty *pty)
{
	pty_type(pty, card);
	pty_key(pty, "Enter");
	pty_type(pty, "1.014027");
	pty_key(pty, "Enter");
	pty_key(pty, "F9");
	pty_settle(pty);
}

static void memory(struct pty *pty)
{
	char text[64], beside[96];
	double idle = bench_rss_mb(pty_pid(pty));
	snprintf(text, sizeof(text), "%.1f MB", idle);
	bench_row("resident memory, idle", text, NULL, "≤20 MB", idle <= 20);
	double from = bench_now_us();
	for (int i = 0; i < INTAKES; i++)
		intake(pty);
	pty_settle_all(pty);
	double each = (bench_now_us() - from) / INTAKES;
	double after = bench_rss_mb(pty_pid(pty));
	snprintf(text, sizeof(text), "%.1f MB", after);
	snprintf(beside, sizeof(beside), "%s an intake by keys, printed and sent", bench_ms(each));
	bench_row("resident memory after 1,000 intakes", text, beside, "≤20 MB", after <= 20);
}

int main(void)
{
	struct office office;
	office_open(&office);
	first_screen(&office);
	struct pty *pty = office_screen(&office, 24, 80, NULL);
	pty_type(pty, "mau");
	pty_key(pty, "Enter"); /* the officer */
	pty_settle_all(pty);
	pty_key(pty, "F2");
	pty_type(pty, card);
	pty_key(pty, "Enter");
	pty_settle(pty);
	keys(pty, "dang ky khai sinh", "picker", 400);
	pty_key(pty, "Shift-Tab"); /* who hands in for another */
	keys(pty, "Nguyeenx Thij Ddawks", "Telex", 400);
	pty_key(pty, "F1");
	pty_settle(pty);
	bytes_of_keys(pty, "bytes a key, a page that moves", "Down", 10);
	pty_key(pty, "Esc");
	pty_key(pty, "Esc");
	pty_key(pty, "Esc");
	pty_key(pty, "F2");
	pty_key(pty, "F8"); /* an empty form */
	pty_settle_all(pty);
	memory(pty);
	pty_free(pty);
	over_a_serial_line(&office);
	office_close(&office);
	return 0;
}
