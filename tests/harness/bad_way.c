#include "tests/harness/bad_way.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/str.h"

static struct proxy_order decide(void *user, const struct proxy_request *q)
{
	struct bad_way *w = user;
	struct proxy_order order = {PROXY_PASS, 37};
	enum proxy_fault fault = (enum proxy_fault)atomic_load(&w->fault);
	bool delivery = q->method && str_eq(q->method, "PUT");

	w->deliveries += delivery;
	if (fault_proxy_of_connection(fault) ? q->method != NULL : !delivery)
		return order;
	if (atomic_load(&w->skip) > 0) {
		w->skip--;
	} else if (atomic_load(&w->times) > 0) {
		w->times--;
		order.fault = fault;
	}
	return order;
}

void bad_way_script(struct bad_way *w, enum proxy_fault fault, int skip, int times)
{
	atomic_store(&w->times, 0);
	atomic_store(&w->skip, skip);
	atomic_store(&w->fault, (int)fault);
	atomic_store(&w->times, times);
}

void bad_way_restart(struct bad_way *w, int64_t timeout_ms)
{
	struct http_options http = {
		.base_url = fault_proxy_url(w->proxy), .ca_file = w->ca_file, .timeout_ms = timeout_ms,
	};
	struct err err = ERR_INIT;

	sync_free(w->s.sync);
	http_client_free(w->s.http);
	loop_free(w->s.loop); /* it keeps the open connections */
	w->s.loop = loop_new();
	if (!http_client_new(&w->s.http, w->s.loop, &http, &err))
		fail_msg("%s", err.text);
	w->s.sync = sync_new(w->s.loop, w->s.http, w->s.f->store, &w->s.f->ws, &w->opt);
}

void bad_way_open(struct bad_way *w)
{
	*w = (struct bad_way){.dir = "/tmp/motcua-way-XXXXXX"};
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->ca_file, sizeof(w->ca_file), "%s/ca.pem", w->dir);
	fault_proxy_identities(&w->ids, w->ca_file);
	sync_station_open(&w->s, NULL);
	w->proxy = fault_proxy_start(&(struct proxy_options){.server_port = w->s.port,
		.identities = &w->ids, .decide = decide, .user = w});
	bad_way_restart(w, 0);
	sync_station_round(&w->s);
	assert_in_range(sync_state(w->s.sync)->link, LINK_ONLINE, LINK_SLOW);
}

void bad_way_close(struct bad_way *w)
{
	char stranger[128];

	fault_proxy_stop(w->proxy);
	sync_station_close(&w->s);
	fault_proxy_identities_clear(&w->ids);
	snprintf(stranger, sizeof(stranger), "%s.stranger", w->ca_file);
	unlink(stranger);
	unlink(w->ca_file);
	rmdir(w->dir);
}

void bad_way_intakes(struct bad_way *w, int n)
{
	char code[DOSSIER_CODE_SIZE];

	for (int i = 0; i < n; i++)
		sync_station_intake(&w->s, code);
}

int64_t bad_way_at_central(struct bad_way *w)
{
	return sync_station_at_central(&w->s, "SELECT count(*) FROM dossiers");
}
