#ifndef MOTCUA_CENTRAL_ROUTES_H
#define MOTCUA_CENTRAL_ROUTES_H

/* The table of routes is in router.c; each handler lives in route_*.c, named after what it
 * serves. */

#include "central/server.h"

typedef void route_fn(struct central *c, const struct request *rq, struct response *rs);

route_fn route_health;
route_fn route_enrol;
route_fn route_token;
route_fn route_blocks;
route_fn route_block_closing;
route_fn route_catalogue;
route_fn route_dossier_put;
route_fn route_dossier_get;
route_fn route_dossier_history;
route_fn route_dossier_list;
route_fn route_changes;
route_fn route_reconcile;
route_fn route_track;

#endif
