#ifndef MOTCUA_APP_CONFIG_H
#define MOTCUA_APP_CONFIG_H

/*
 * The configuration file: few keys, each with a default, all documented in config.ini.example.
 * What is wrong in it is refused with file, line and what to write instead.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/log.h"
#include "printing/book.h"
#include "tui/typing.h"

struct config {
	char *path;          /* the file it was read from; NULL: defaults only */
	char *central_url;   /* no slash at the end; "" when not set */
	char *ca_file;       /* "": the system's certificates */
	int64_t timeout_s;
	char *data_dir;      /* database, key, receipts as files */
	char *key_file;
	char *vault_file;    /* key of what is personal in the database */
	int64_t keep_days;   /* what is personal of a delivered dossier */
	struct book book;    /* the printers: usual "" is CUPS's default */
	char *pdf_dir;
	char *forms_dir;     /* the province's own forms; "": none */
	bool english;        /* papers with small English lines */
	char *language;      /* "vi" | "en"; "": not said, then LANGUAGE decides */
	enum typing_method typing; /* telex, vni or off */
	enum ime_style tones;      /* hòa or hoà */
	bool tour;           /* each officer sees the introduction once */
	int64_t lock_after_minutes; /* without a key, until the screen locks: 1–15 */
	char *scanner_device; /* "auto", "none" or the path of a serial port */
	int64_t scanner_speed; /* baud */
	char *log_file;      /* "": none */
	enum log_level log_level;
};

/*
 * explicit_path: from -c, or NULL to look at $MOTCUA_CONFIG, ~/.config/motcua/config.ini and
 * /etc/motcua/config.ini in this order. A file that was named must exist; when none was named and none
 * of the usual ones exists, the defaults serve and config->path is NULL. config_clear in any case.
 */
bool config_load(struct config *config, const char *explicit_path, struct err *err) MUST_CHECK;
void config_clear(struct config *config);

#endif
