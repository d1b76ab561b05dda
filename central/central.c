#include "central/server.h"

#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "central/schema.h"
#include "central/station_items.h"
#include "db/driver.h"

/* Two processes may make a key at the same first start: the one that is stored is used by both. */
static bool key_make(struct db *db, struct err *err)
{
	struct signing_key *key = signing_key_new();
	char *pem = NULL, feed[UUID_SIZE];
	uuid_new(feed);
	bool ok = signing_key_to_pem(key, &pem, err) &&
		db_run(db, err, "INSERT INTO meta (name, value) VALUES ('signing_key', ?), ('feed', ?)"
			" ON CONFLICT DO NOTHING", "tt", pem, feed);
	free(pem);
	signing_key_free(key);
	return ok;
}

static bool key_load(struct central *c, struct err *err)
{
	char *pem;
	if (!meta_get(c->db, "signing_key", &pem, err))
		return false;
	if (!pem && (!key_make(c->db, err) || !meta_get(c->db, "signing_key", &pem, err)))
		return false;
	bool ok = signing_key_from_pem(&c->key, pem ? pem : "", err);
	free(pem);
	if (ok)
		signing_key_public(c->key, c->public_key);
	return ok;
}

static bool is_central(struct db *db, struct err *err)
{
	char *name = db_where(db);
	bool ok = db_expect(db, "SELECT count(*) FROM enrol_codes WHERE 1 = 0", name, err);
	free(name);
	return ok;
}

bool central_open(struct central *c, const char *url, struct err *err)
{
	*c = (struct central){0};
	db_driver_add(&db_postgres);
	if (db_open(&c->db, url, DB_CREATE, err) && schema_update(c->db, err) && is_central(c->db, err) &&
		key_load(c, err) && stations_publish_missing(c->db, err))
		return true;
	central_close(c);
	return false;
}

void central_close(struct central *c)
{
	signing_key_free(c->key);
	db_close(c->db);
	*c = (struct central){0};
}
