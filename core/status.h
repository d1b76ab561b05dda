#ifndef MOTCUA_CORE_STATUS_H
#define MOTCUA_CORE_STATUS_H

/* The ten national status codes, and words for them. */

#include <stdbool.h>

enum dossier_status {
	STATUS_SUBMITTED = 1, STATUS_RECEIVED, STATUS_REFUSED, STATUS_PROCESSING, STATUS_SUPPLEMENT,
	STATUS_PAYMENT, STATUS_WITHDRAWN, STATUS_STOPPED, STATUS_READY, STATUS_RETURNED,
};

/* In the language of the screen; an unknown number gives "khác (17)" into a static thread-local. */
const char *status_text(int status);

#endif
