#ifndef MOTCUA_APP_APP_H
#define MOTCUA_APP_APP_H

/*
 * What a command stands on, opened when it first asks for it and closed together at the end.
 */

#include <stdbool.h>
#include <stddef.h>
#include "app/config.h"
#include "base/err.h"

struct store;
struct loop;
struct loop_timer;
struct http_client;
struct sync;
struct worker;
struct desk;
struct workstation;

struct app {
	struct config config;
	bool may_begin; /* a database may be made, also where one is gone: motcua enrol */
	/* NULL until opened */
	struct store *store;
	struct workstation *ws;
	struct loop *loop;
	struct http_client *http;
	struct sync *sync;
	struct worker *worker;
	struct desk *desk;
	struct loop_timer *erasing, *warming;
};

/* Each opens what it needs below it; calling again is free. */
bool app_need_store(struct app *app, struct err *err) MUST_CHECK;
bool app_need_workstation(struct app *app, struct err *err) MUST_CHECK; /* enrolled, key loaded */
bool app_need_http(struct app *app, struct err *err) MUST_CHECK;        /* loop and client */
/* program: what other processes read of us when we drain; the first call counts. */
bool app_need_sync(struct app *app, const char *program, struct err *err) MUST_CHECK;
bool app_need_desk(struct app *app, struct err *err) MUST_CHECK;
void app_close(struct app *app);

/* The file "motcua.db" in the data folder; the caller frees. */
char *app_db_path(const struct app *app);

/* Runs the loop until the sync engine (ours, or that of who drains) has made one round, or wait_ms went
 * by. True when settled. */
bool app_sync_round(struct app *app, int64_t wait_ms);
/* The same for a queue of any length: until wait_ms went by in which it got no shorter. */
bool app_sync_drain(struct app *app, int64_t wait_ms);

/* Who takes in a dossier by command: the officer of the running shift, else the login name, marked as
 * such ("unix:NAME"). Strings live in the app. */
void app_officer(struct app *app, char *id, size_t id_size, char *name, size_t name_size);

#endif
