#include "i18n/lang.h"

#include <langinfo.h>
#include <locale.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "motcua"

/* Where `make install` puts catalogues. */
#ifndef LOCALEDIR
#define LOCALEDIR "/usr/local/share/locale"
#endif

static const char *current = "vi", *asked; /* asked: NULL until looked for */

static bool is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* The environment's where it is UTF-8, else one that is there in any case. */
static void set_character_type(void)
{
	static const char *const names[] = {"", "C.UTF-8", "C.utf8", "en_US.UTF-8", "vi_VN.UTF-8"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (setlocale(LC_CTYPE, names[i]) && is_utf8())
			return;
	}
}

/* gettext heeds LANGUAGE only where LC_MESSAGES is not "C". C.UTF-8 needs no generated locale, and
 * with it the system's own sentences do not depend on the environment. */
static void set_messages(const char *lang)
{
	setenv("LANGUAGE", lang, 1);
	if (!setlocale(LC_MESSAGES, "C.UTF-8") && !setlocale(LC_MESSAGES, "C.utf8"))
		setlocale(LC_MESSAGES, setlocale(LC_CTYPE, NULL));
}

/* The folder beside the program (a build folder), the one of its prefix, or the installed one:
 * the first that has the English catalogue. */
static void find_catalogues(char *dir, size_t size)
{
	static const char *const beside[] = {"/locale", "/../share/locale"};
	char exe[PATH_MAX], file[PATH_MAX + 64];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	exe[len > 0 ? len : 0] = '\0';
	char *slash = strrchr(exe, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; slash && i < sizeof(beside) / sizeof(*beside); i++) {
		int n = snprintf(dir, size, "%s%s", exe, beside[i]);
		snprintf(file, sizeof(file), "%s/en/LC_MESSAGES/" DOMAIN ".mo", dir);
		if (n > 0 && (size_t)n < size && access(file, R_OK) == 0)
			return;
	}
	snprintf(dir, size, "%s", LOCALEDIR);
}

/* The language a name such as "en_GB" begins with; NULL when it is none of ours. */
static const char *known(const char *name)
{
	static const char *const languages[] = {"vi", "en", "qps"};

	for (size_t i = 0; name && i < sizeof(languages) / sizeof(*languages); i++) {
		if (strncmp(name, languages[i], strlen(languages[i])) == 0)
			return languages[i];
	}
	return NULL;
}

const char *lang_asked(void)
{
	const char *list = getenv("LANGUAGE");

	for (; !asked && list && *list; list += strcspn(list, ":"), list += *list == ':')
		asked = known(list);
	if (!asked)
		asked = "vi";
	return asked;
}

void lang_init(const char *lang, const char *dir)
{
	char found[PATH_MAX];

	(void)lang_asked(); /* before what follows takes its place in the environment */
	current = known(lang);
	if (!current)
		current = "vi";
	if (!dir) {
		find_catalogues(found, sizeof(found));
		dir = found;
	}
	set_character_type();
	set_messages(current);
	bindtextdomain(DOMAIN, dir);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	textdomain(DOMAIN);
}

const char *lang_current(void)
{
	return current;
}
