#include "tests/harness/screen_case.h"

#include <stdio.h>
#include <stdlib.h>
#include "store/dossiers.h"
#include "store/outbox.h"
#include "store/print_jobs.h"

struct office office;

int case_open(void **state)
{
	(void)state;
	office_open(&office);
	return 0;
}

int case_close(void **state)
{
	(void)state;
	office_close(&office);
	return 0;
}

void case_quit(struct pty *pty)
{
	pty_key(pty, "F10");
	assert_int_equal(pty_exit_status(pty), 0);
	pty_free(pty);
}

void case_take_in(struct pty *pty, const char *name)
{
	char card[256];
	snprintf(card, sizeof(card), "089190001234||%s|02091990|Nữ|An Giang|01012022\r", name);
	pty_type(pty, card);
	pty_type(pty, "000656");
	pty_key(pty, "Enter");
	pty_key(pty, "F9");
	pty_settle_all(pty);
}

struct store *case_store(void)
{
	char path[128];
	struct store *store;
	struct err err = ERR_INIT;
	snprintf(path, sizeof(path), "%s/data/motcua.db", office.dir);
	if (!store_open(&store, path, &err))
		fail_msg("%s", err.text);
	return store;
}

void case_doubt(int n)
{
	struct store *store = case_store();
	int64_t now = strtoll(OFFICE_NOW, NULL, 10);
	struct print_job job;
	struct err err = ERR_INIT;
	char code[DOSSIER_CODE_SIZE];
	struct dossier d;
	for (int i = 1; i <= n; i++) {
		snprintf(code, sizeof(code), OFFICE_AGENCY "-261123-%04d", i);
		dossier_init(&d);
		if (!dossiers_load(store, code, &d, NULL, NULL, &err) ||
			!print_job_add(store, d.uuid, "01", now, &job, &err) ||
			!print_job_set(store, job.id, PRINT_SENT, "", "", now, &err) ||
			!print_job_set(store, job.id, PRINT_UNCERTAIN, "", "", now, &err))
			fail_msg("%s", err.text);
		dossier_clear(&d);
	}
	store_close(store);
}

void case_reject(const struct problem *why)
{
	struct store *store = case_store();
	struct outbox_item item;
	size_t n;
	struct err err = ERR_INIT;
	if (!outbox_next(store, 0, &item, 1, &n, &err) || n != 1 ||
		!outbox_reject(store, item.uuid, why, strtoll(OFFICE_NOW, NULL, 10), &err))
		fail_msg("%s", err.text);
	outbox_item_clear(&item);
	store_close(store);
}
