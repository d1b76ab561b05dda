#include "tests/harness/fonts_case.h"

#include "printing/fonts.h"

int fonts_case_open(void **state)
{
	struct err err = ERR_INIT;
	(void)state;
	return fonts_setup(&err) ? 0 : -1;
}

int fonts_case_close(void **state)
{
	(void)state;
	fonts_teardown();
	return 0;
}
