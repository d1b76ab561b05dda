#include "tests/harness/store_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/str.h"
#include "store/numbers.h"

static void need(bool ok, const char *what, const struct err *err)
{
	if (!ok)
		fail_msg("%s: %s", what, err->text);
}

static void enrol(struct fixture *f)
{
	struct err err = ERR_INIT;
	struct workstation *ws = &f->ws;
	str_copy(ws->id, sizeof(ws->id), "01939b2e-0000-7000-8000-00000000000a");
	str_copy(ws->agency, sizeof(ws->agency), "H01.91.12");
	str_copy(ws->agency_name, sizeof(ws->agency_name), "Phường Thử Nghiệm");
	str_copy(ws->parent_name, sizeof(ws->parent_name), "Tỉnh Thử Nghiệm");
	str_copy(ws->place, sizeof(ws->place), "Thử Nghiệm");
	str_copy(ws->public_url, sizeof(ws->public_url), "https://central.example");
	ws->counter = 3;
	ws->key = signing_key_new();
	f->central = signing_key_new();
	signing_key_public(f->central, ws->server_key);
	need(signing_key_save(ws->key, f->key_path, &err), "save key", &err);
	need(workstation_save(ws, f->store, &err), "save workstation", &err);
}

int fixture_setup(void **state)
{
	struct err err = ERR_INIT;
	struct fixture *f = xcalloc(1, sizeof(*f));
	f->dir = xstrdup("/tmp/motcua-store-XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	f->path = fs_join(f->dir, "motcua.db");
	f->key_path = fs_join(f->dir, "workstation.key");
	f->calendar = calendar_builtin();
	need(store_open(&f->store, f->path, &err), "open", &err);
	enrol(f);
	*state = f;
	return 0;
}

static void remove_all(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	while (dir && (entry = readdir(dir)) != NULL) {
		char *name = fs_join(path, entry->d_name);
		unlink(name);
		free(name);
	}
	if (dir)
		closedir(dir);
	rmdir(path);
}

int fixture_teardown(void **state)
{
	struct fixture *f = *state;
	workstation_clear(&f->ws);
	signing_key_free(f->central);
	calendar_free(f->calendar);
	store_close(f->store);
	remove_all(f->dir);
	free(f->dir);
	free(f->path);
	free(f->key_path);
	free(f);
	return 0;
}

void fixture_reopen(struct fixture *f)
{
	struct err err = ERR_INIT;
	store_close(f->store);
	f->store = NULL;
	need(store_open(&f->store, f->path, &err), "open again", &err);
}

struct date fixture_day(void)
{
	return (struct date){2026, 11, 23};
}

void fixture_block(struct fixture *f, struct date day, int64_t first, int64_t last,
	struct number_block *b, uint8_t signature[ED25519_SIGNATURE])
{
	*b = (struct number_block){.day = day, .first = first, .last = last, .issued_at = FIXTURE_NOW};
	uuid_new(b->id);
	str_copy(b->agency, sizeof(b->agency), f->ws.agency);
	str_copy(b->workstation, sizeof(b->workstation), f->ws.id);
	number_block_sign(b, f->central, signature);
}

void fixture_lease(struct fixture *f, struct date day, int64_t first, int64_t last)
{
	struct err err = ERR_INIT;
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	fixture_block(f, day, first, last, &b, signature);
	need(numbers_add(f->store, &f->ws, &b, signature, &err), "lease", &err);
}

void fixture_dossier(struct dossier *d, const char *name)
{
	static const struct dossier_component form = {.id = "1", .name = "Tờ khai theo mẫu",
		.count = {1}};
	dossier_init(d);
	d->applicant.kind = APPLICANT_CITIZEN;
	d->applicant.name = arena_strdup(&d->arena, name ? name : "Nguyễn Văn Thử");
	d->applicant.id_number = "089190001234";
	d->applicant.birth = (struct date){1990, 9, 2};
	d->applicant.sex = SEX_MALE;
	d->applicant.address = "Số 1, Phường Thử Nghiệm";
	d->applicant.phone = "0912345678";
	d->procedure_code = FIXTURE_PROCEDURE;
	d->procedure_name = "Thủ tục đăng ký khai sinh";
	d->procedure_version = 7;
	d->case_id = "1";
	d->case_name = "Trường hợp chung";
	d->components = arena_alloc(&d->arena, sizeof(form));
	d->components[0] = form;
	d->n_components = 1;
	d->copies = 1;
	d->fee = FEE_FREE;
	d->time = (struct time_limit){TIME_WORKING_DAYS, 10};
	d->channel = CHANNEL_DIRECT;
	d->officer = "canbo.mau";
	d->officer_name = "Trần Thị Mẫu";
}

struct intake_options fixture_options(struct fixture *f)
{
	return (struct intake_options){
		.now = FIXTURE_NOW, .clock_trusted = true, .print = true, .calendar = f->calendar};
}

void fixture_intake(struct fixture *f, const char *name, struct dossier *d, struct intake_result *r)
{
	struct err err = ERR_INIT;
	struct intake_options opt = fixture_options(f);
	fixture_dossier(d, name);
	need(intake_commit(f->store, &f->ws, d, &opt, r, &err), "intake", &err);
}

int64_t fixture_count(struct fixture *f, const char *sql)
{
	struct err err = ERR_INIT;
	int64_t n = -1;
	need(db_get_int(store_db(f->store), &err, &n, NULL, sql, NULL), sql, &err);
	return n;
}
