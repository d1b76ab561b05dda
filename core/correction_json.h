#ifndef MOTCUA_CORE_CORRECTION_JSON_H
#define MOTCUA_CORE_CORRECTION_JSON_H

/*
 * Inside core's codecs: the member "correction" of a dossier that was corrected after its receipt
 * had been printed. It names every earlier receipt, so that whoever is shown one can say that it
 * was replaced, and by which.
 *
 *     {"at":"…","officer":{"id":"…","name":"…"},"replaces":[{"issued_at":"…","link":"16 hex"}, …]}
 */

#include "core/dossier.h"
#include "core/json.h"

json_t *correction_write(const struct correction *c);
/* Leaves d->correction.at 0 when the member is absent. */
void correction_read(struct dossier *d, struct json_in *root);

#endif
