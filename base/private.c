#include "base/private.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include "base/mem.h"

void private_process(void)
{
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
#ifndef __SANITIZE_ADDRESS__
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

char **private_arguments(int argc, char **argv, int shown)
{
	static char **copies; /* for as long as the process lasts */
	copies = xcalloc((size_t)argc + 1, sizeof(*copies));
	for (int i = 0; i < argc; i++) {
		copies[i] = xstrdup(argv[i]);
		if (i >= shown)
			memset(argv[i], 0, strlen(argv[i]));
	}
	return copies;
}
