#include "central/routes.h"

/* The probe: Date comes from the HTTP layer, the API's version from here. */
void route_health(struct central *c, const struct request *rq, struct response *rs)
{
	(void)c;
	(void)rq;
	rs->status = 204;
	rs->content_type = NULL;
	response_header(rs, "Motcua-Api", "1");
}
