#ifndef MOTCUA_NET_LOOP_CURL_H
#define MOTCUA_NET_LOOP_CURL_H

/*
 * Between loop.c and http.c only: the loop owns the curl multi handle and tells a transfer when it
 * has ended. A transfer is found by CURLOPT_PRIVATE, which must point to its struct loop_transfer.
 */

#include <curl/curl.h>
#include "net/loop.h"

struct loop_transfer {
	/* Called once, on the loop; the easy handle is still in the multi handle. */
	void (*done)(struct loop_transfer *t, CURLcode result);
};

CURLM *loop_curl(struct loop *loop);

#endif
