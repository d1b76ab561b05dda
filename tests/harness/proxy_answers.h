#ifndef MOTCUA_TESTS_PROXY_ANSWERS_H
#define MOTCUA_TESTS_PROXY_ANSWERS_H

/* What the fault proxy says in central's place, and how it falsifies what central said. */

#include "tests/harness/fault_proxy.h"
#include "tests/harness/proxy_wire.h"

/* A whole answer that is not central's; false when that fault is not of this kind. */
bool proxy_false_answer(enum proxy_fault fault, const char *path, struct buf *out);
/* What follows such an answer again and again, without end; NULL: nothing. */
const char *proxy_endless(enum proxy_fault fault);
/* Changes central's answer; false when it is not of this kind or there is nothing to change. */
bool proxy_twist(enum proxy_fault fault, struct wire_message *answer);

#endif
