#include "central/origin.h"

#include <string.h>
#include "base/b64.h"
#include "base/str.h"
#include "central/stations.h"
#include "i18n/lang.h"

/* A workstation nobody here knows: as the dossier and the deliverer say. */
static bool take_word(const struct dossier *d, const struct caller *caller, const char *key,
	struct origin *out)
{
	struct caller *s = &out->station;
	size_t len;
	*s = (struct caller){.counter = d->counter};
	if (!b64url_decode(key, strlen(key), s->key, sizeof(s->key), &len) || len != sizeof(s->key) ||
		!uuid_parse(d->workstation, NULL))
		return false;
	str_copy(s->agency, sizeof(s->agency), caller->agency);
	return str_copy(s->id, sizeof(s->id), d->workstation);
}

static bool find_other(struct db *db, const struct dossier *d, const struct caller *caller,
	const char *key, struct origin *out, bool *found, struct err *err)
{
	out->relayed = true;
	if (!station_find(db, d->workstation, &out->station, found, err))
		return false;
	if (*found)
		return true;
	if (!station_vouched(db, d->workstation, &out->station, found, err))
		return false;
	out->vouched = true;
	*found = *found || take_word(d, caller, key, out);
	return true;
}

static void check(const struct dossier *d, const struct caller *caller, const struct origin *o,
	bool found, struct violations *v)
{
	const struct {
		const char *field, *message;
		bool ok;
	} rows[] = {
		{"workstation", N_("Trung tâm không biết máy trạm đã tiếp nhận hồ sơ này."), found},
		{"workstation", N_("Hồ sơ do máy trạm của đơn vị khác tiếp nhận."),
			!found || str_eq(o->station.agency, caller->agency)},
		{"agency", N_("Hồ sơ của đơn vị khác."), str_eq(d->agency, caller->agency)},
		{"counter", N_("Số quầy không phải của máy trạm này."),
			!found || d->counter == o->station.counter},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!rows[i].ok)
			violation_add(v, rows[i].field, "mismatch", "%s", _(rows[i].message));
	}
}

bool origin_find(struct db *db, const struct dossier *d, const struct caller *caller,
	const char *key, struct origin *out, struct violations *v, struct err *err)
{
	bool found = true;
	*out = (struct origin){.station = *caller};
	if (!str_eq(d->workstation, caller->id) &&
		!find_other(db, d, caller, key, out, &found, err))
		return false;
	check(d, caller, out, found, v);
	return true;
}

bool origin_keep(struct db *db, const struct origin *origin, const struct caller *caller,
	int64_t now, struct err *err)
{
	const struct caller *s = &origin->station;
	uint8_t id[KEY_ID_SIZE];
	char key[HEX_SIZE(ED25519_PUBLIC)], key_id[HEX_SIZE(KEY_ID_SIZE)];
	ed25519_key_id(s->key, id);
	hex_encode(s->key, sizeof(s->key), key);
	hex_encode(id, sizeof(id), key_id);
	return db_run(db, err, "INSERT INTO vouched_stations (id, public_key, key_id, agency, counter,"
		" vouched_by, vouched_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", "ttttiti",
		s->id, key, key_id, s->agency, (int64_t)s->counter, caller->id, now);
}
