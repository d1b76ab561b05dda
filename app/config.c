#include "app/config.h"

#include <pwd.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/ini.h"
#include "base/mem.h"
#include "base/str.h"
#include "devices/serial.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define VALUE_MAX 1024 /* bytes */
#define PRINTER_SECTION "printer "

typedef bool set_fn(struct config *config, size_t offset, const char *value, struct err *err);

static void put(struct config *config, size_t offset, char *value)
{
	char **slot = (char **)((char *)config + offset);
	free(*slot);
	*slot = value;
}

static bool set_text(struct config *config, size_t offset, const char *value, struct err *err)
{
	(void)err;
	put(config, offset, xstrdup(value));
	return true;
}

/* Cron, containers and service managers start programs without HOME. NULL: nobody knows. */
static const char *home_dir(void)
{
	const char *home = getenv("HOME");
	const struct passwd *user = home && home[0] == '/' ? NULL : getpwuid(getuid());
	return home && home[0] == '/' ? home : user && user->pw_dir[0] == '/' ? user->pw_dir : NULL;
}

/* A path; a leading ~/ is the home folder. */
static bool set_path(struct config *config, size_t offset, const char *value, struct err *err)
{
	const char *home = home_dir();
	if (value[0] && value[0] != '/' && !str_starts(value, "~/"))
		return err_set(err, ERR_CONFIG, _("đường dẫn phải bắt đầu bằng / hoặc ~/"));
	if (value[0] == '~' && !home)
		return err_set(err, ERR_CONFIG, _("không biết thư mục nhà (~); hãy viết đường dẫn đầy đủ"));
	put(config, offset, value[0] == '~' ? fs_join(home, value + 2) : xstrdup(value));
	return true;
}

static bool set_url(struct config *config, size_t offset, const char *value, struct err *err)
{
	if (value[0] && !str_starts(value, "https://") && !str_starts(value, "http://"))
		return err_set(err, ERR_CONFIG, _("địa chỉ phải bắt đầu bằng https:// (http:// chỉ dùng cho "
			"chính máy này)"));
	if (strpbrk(value, " \"<>\\^`{|}?#@"))
		return err_set(err, ERR_CONFIG, _("địa chỉ chỉ gồm https://, tên máy chủ và cổng, ví dụ "
			"https://motcua.example.vn"));
	char *url = xstrdup(value);
	for (size_t n = strlen(url); n && url[n - 1] == '/'; n--)
		url[n - 1] = '\0';
	put(config, offset, url);
	return true;
}

static bool set_timeout(struct config *config, size_t offset, const char *value, struct err *err)
{
	(void)offset;
	return str_to_int(value, 1, 300, &config->timeout_s) ||
		err_set(err, ERR_CONFIG, _("cần một số giây từ 1 đến 300"));
}

static bool set_keep_days(struct config *config, size_t offset, const char *value, struct err *err)
{
	(void)offset;
	return str_to_int(value, 1, 3650, &config->keep_days) ||
		err_set(err, ERR_CONFIG, _("cần một số ngày từ 1 đến 3650"));
}

static bool set_lock(struct config *config, size_t offset, const char *value, struct err *err)
{
	(void)offset;
	return str_to_int(value, 1, 15, &config->lock_after_minutes) ||
		err_set(err, ERR_CONFIG, _("cần một số phút từ 1 đến 15"));
}

/* A name of a section below, or a destination. */
static bool set_printer(struct config *config, size_t offset, const char *value, struct err *err)
{
	(void)offset;
	return str_copy(config->book.usual, sizeof(config->book.usual), value) ||
		err_set(err, ERR_CONFIG, _("tên máy in quá dài"));
}

static bool set_language(struct config *config, size_t offset, const char *value, struct err *err)
{
	if (!str_eq(value, "vi") && !str_eq(value, "en"))
		return err_set(err, ERR_CONFIG, _("chỉ có vi (tiếng Việt) và en (tiếng Anh)"));
	return set_text(config, offset, value, err);
}

static bool set_typing(struct config *config, size_t offset, const char *value, struct err *err)
{
	(void)offset;
	return typing_method_read(value, &config->typing) ||
		err_set(err, ERR_CONFIG, _("chỉ có telex, vni, off"));
}

static bool set_tones(struct config *config, size_t offset, const char *value, struct err *err)
{
	(void)offset;
	return typing_style_read(value, &config->tones) ||
		err_set(err, ERR_CONFIG, _("chỉ có old (hòa, khỏe) và new (hoà, khoẻ)"));
}

static bool set_level(struct config *config, size_t offset, const char *value, struct err *err)
{
	static const char *const names[] = {"error", "warn", "info", "debug"};
	(void)offset;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (str_eq(value, names[i])) {
			config->log_level = (enum log_level)i;
			return true;
		}
	}
	return err_set(err, ERR_CONFIG, _("chỉ có error, warn, info, debug"));
}

static bool set_yes_no(struct config *config, size_t offset, const char *value, struct err *err)
{
	bool yes = str_eq(value, "yes");
	memcpy((char *)config + offset, &yes, sizeof(yes));
	return yes || str_eq(value, "no") || err_set(err, ERR_CONFIG, _("chỉ có yes hoặc no"));
}

static bool set_scanner(struct config *config, size_t offset, const char *value, struct err *err)
{
	if (value[0] != '/' && !str_eq(value, SERIAL_AUTO) && !str_eq(value, SERIAL_OFF))
		return err_set(err, ERR_CONFIG, _("chỉ có auto, none hoặc đường dẫn của cổng, ví dụ /dev/ttyACM0"));
	if (strlen(value) >= SERIAL_PATH)
		return err_set(err, ERR_CONFIG, _("đường dẫn quá dài"));
	return set_text(config, offset, value, err);
}

static bool set_scanner_speed(struct config *config, size_t offset, const char *value, struct err *err)
{
	(void)offset;
	return (str_to_int(value, 1, 1000000, &config->scanner_speed) &&
		serial_speed_known(config->scanner_speed)) ||
		err_set(err, ERR_CONFIG, _("cần một tốc độ của cổng nối tiếp: 9600, 19200, 38400, 57600, 115200 …"));
}

static const struct setting {
	const char *section, *name;
	set_fn *set;
	size_t offset;
} keys[] = {
	{"central", "url", set_url, offsetof(struct config, central_url)},
	{"central", "ca_file", set_path, offsetof(struct config, ca_file)},
	{"central", "timeout_s", set_timeout, 0},
	{"workstation", "data_dir", set_path, offsetof(struct config, data_dir)},
	{"workstation", "key_file", set_path, offsetof(struct config, key_file)},
	{"store", "vault_file", set_path, offsetof(struct config, vault_file)},
	{"store", "keep_days", set_keep_days, 0},
	{"printing", "printer", set_printer, 0},
	{"printing", "pdf_dir", set_path, offsetof(struct config, pdf_dir)},
	{"printing", "forms_dir", set_path, offsetof(struct config, forms_dir)},
	{"printing", "english", set_yes_no, offsetof(struct config, english)},
	{"screen", "language", set_language, offsetof(struct config, language)},
	{"screen", "lock_after_minutes", set_lock, 0},
	{"screen", "tour", set_yes_no, offsetof(struct config, tour)},
	{"typing", "method", set_typing, 0},
	{"typing", "style", set_tones, 0},
	{"scanner", "device", set_scanner, offsetof(struct config, scanner_device)},
	{"scanner", "speed", set_scanner_speed, 0},
	{"log", "file", set_path, offsetof(struct config, log_file)},
	{"log", "level", set_level, 0},
};

static bool is_value(const char *value, struct err *err)
{
	return (strlen(value) <= VALUE_MAX && text_is_clean(value)) ||
		err_set(err, ERR_CONFIG, _("giá trị quá dài hoặc có ký tự lạ"));
}

/* [printer NAME] */
static bool on_printer_key(struct config *config, const char *section, const char *key,
	const char *value, struct err *err)
{
	const char *name = section + strlen(PRINTER_SECTION);
	struct err why = ERR_INIT;

	if (!text_is_clean(name))
		err_set(&why, ERR_CONFIG, _("tên máy in có ký tự lạ"));
	else if (is_value(value, &why) && book_set(&config->book, name, key, value, &why))
		return true;
	return err_set(err, ERR_CONFIG, "[%.80s] %.40s: %s", section, key, why.text);
}

static bool on_key(void *user, const char *section, const char *name, const char *value,
	struct err *err)
{
	if (str_starts(section, PRINTER_SECTION))
		return on_printer_key(user, section, name, value, err);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (!str_eq(keys[i].section, section) || !str_eq(keys[i].name, name))
			continue;
		struct err why = ERR_INIT;
		if (is_value(value, &why) && keys[i].set(user, keys[i].offset, value, &why))
			return true;
		return err_set(err, ERR_CONFIG, "[%s] %s: %s", section, name, why.text);
	}
	return err_set(err, ERR_CONFIG, _("không có mục [%.40s] %.40s; xem các mục trong config.ini.example"),
		section, name);
}

/* The first of the usual places that exists; the caller frees; NULL: none. */
static char *find_file(void)
{
	const char *home = home_dir();
	char *user = home ? fs_join(home, ".config/motcua/config.ini") : NULL;
	if (user && fs_exists(user))
		return user;
	free(user);
	return fs_exists("/etc/motcua/config.ini") ? xstrdup("/etc/motcua/config.ini") : NULL;
}

/* A folder in memory that is this user's alone, which the session's end removes: papers as files lie in
 * no disk's free room then. The caller frees; NULL: there is none. */
static char *memory_dir(void)
{
	const char *dir = getenv("XDG_RUNTIME_DIR");
	struct stat st;
	struct statfs fs;
	bool ok = dir && dir[0] == '/' && stat(dir, &st) == 0 && S_ISDIR(st.st_mode) &&
		st.st_uid == getuid() && !(st.st_mode & 077) && statfs(dir, &fs) == 0 &&
		fs.f_type == TMPFS_MAGIC;
	return ok ? fs_join(dir, "motcua/receipts") : NULL;
}

/* What was said nowhere: files under the data folder. That is "" where it cannot be known: the store
 * says so, and what needs none goes on. */
static void fill_defaults(struct config *config)
{
	const char *home = home_dir();
	if (!config->data_dir || !config->data_dir[0])
		put(config, offsetof(struct config, data_dir),
			home ? fs_join(home, ".local/share/motcua") : xstrdup(""));
	if (!config->key_file || !config->key_file[0])
		put(config, offsetof(struct config, key_file), fs_join(config->data_dir, "workstation.key"));
	if (!config->vault_file || !config->vault_file[0]) {
		char *dir = fs_dir(config->key_file);
		put(config, offsetof(struct config, vault_file), fs_join(dir, "vault.key"));
		free(dir);
	}
	if (!config->pdf_dir || !config->pdf_dir[0]) {
		char *dir = memory_dir();
		put(config, offsetof(struct config, pdf_dir), dir ? dir : fs_join(config->data_dir, "receipts"));
	}
}

static bool check_printers(const struct config *config, struct err *err)
{
	struct err why = ERR_INIT;
	return book_check(&config->book, &why) ||
		err_set(err, ERR_CONFIG, "%s: %s", config->path, why.text);
}

bool config_load(struct config *config, const char *explicit_path, struct err *err)
{
	*config = (struct config){
		.central_url = xstrdup(""), .ca_file = xstrdup(""), .timeout_s = 30, .keep_days = 30,
		.forms_dir = xstrdup(""), .language = xstrdup(""), .lock_after_minutes = 15,
		.tour = true,
		.scanner_device = xstrdup(SERIAL_AUTO), .scanner_speed = 9600,
		.log_file = xstrdup(""), .log_level = LOG_INFO,
	};
	const char *named = explicit_path ? explicit_path : getenv("MOTCUA_CONFIG");
	config->path = named && named[0] ? xstrdup(named) : find_file();
	if (config->path && (!ini_read(config->path, on_key, config, err) ||
		!check_printers(config, err)))
		return false;
	fill_defaults(config);
	return true;
}

void config_clear(struct config *config)
{
	char **const strings[] = {
		&config->path, &config->central_url, &config->ca_file, &config->data_dir,
		&config->key_file, &config->vault_file, &config->pdf_dir, &config->forms_dir,
		&config->language,
		&config->scanner_device, &config->log_file,
	};
	for (size_t i = 0; i < ARRAY_LEN(strings); i++)
		free(*strings[i]);
	*config = (struct config){0};
}
