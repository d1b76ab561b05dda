/*
 * motcua-print: the press. Started by the application, which speaks to it over standard input; of no
 * use by hand.
 */

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/private.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/press.h"

int main(void)
{
	const char *language = getenv("LANGUAGE");
	private_process();
	signal(SIGPIPE, SIG_IGN);
	lang_init(language && str_starts(language, "en") ? "en" : "vi", NULL);
	press_serve(STDIN_FILENO);
	return 0;
}
