#include "central/options.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

struct option_row {
	const char *name;
	size_t at;         /* in struct options */
	const char *value; /* what follows it; NULL: a flag */
	const char *text;
};

#define AT(member) offsetof(struct options, member)

static const struct option_row rows[] = {
	{"--listen", AT(listen), N_("MÁY:CỔNG"),
		N_("nơi nghe (127.0.0.1:8080); cổng 0 là một cổng còn trống")},
	{"--db", AT(db), "sqlite:FILE | postgresql://USER@HOST/DB",
		N_("cơ sở dữ liệu (sqlite:~/.local/share/motcua/central.db, hoặc $STATE_DIRECTORY)")},
	{"--tls-cert", AT(tls_cert), N_("TỆP"), N_("chứng chỉ PEM; bắt buộc khi nghe ngoài máy này")},
	{"--tls-key", AT(tls_key), N_("TỆP"), N_("khóa của chứng chỉ, PEM")},
	{"--public-url", AT(public_url), "URL", N_("địa chỉ người dân mở từ mã QR trên giấy hẹn")},
	{"--demo", AT(demo), NULL, N_("nạp danh mục mẫu khi cơ sở dữ liệu còn trống")},
	{"--agency", AT(agency), N_("MÃ"), N_("đơn vị của máy trạm (enrol-code, received)")},
	{"--counter", AT(counter), N_("SỐ"), N_("số quầy, 1–999 (enrol-code, received)")},
	{"--json", AT(json), NULL, N_("kết quả là JSON, mỗi đối tượng một dòng")},
};

void options_print(void)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		printf("  %s", rows[i].name);
		if (rows[i].value)
			printf(" %s", _(rows[i].value));
		printf("\n      %s\n", _(rows[i].text));
	}
}

/* "--db" and "--db=VALUE" */
static const struct option_row *find(const char *arg, const char **value)
{
	size_t len = strcspn(arg, "=");
	*value = arg[len] ? arg + len + 1 : NULL;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strlen(rows[i].name) == len && strncmp(rows[i].name, arg, len) == 0)
			return &rows[i];
	}
	return NULL;
}

static bool take_option(struct options *o, char **argv, int *i, struct err *err)
{
	const char *value;
	const struct option_row *row = find(argv[*i], &value);
	if (!row)
		return err_set(err, ERR_USAGE, _("Không có tùy chọn %.60s. Xem: motcua-central help"),
			argv[*i]);
	if (!row->value && value)
		return err_set(err, ERR_USAGE, _("Tùy chọn %s không nhận giá trị."), row->name);
	if (row->value && !value)
		value = argv[++*i];
	if (row->value && (!value || !*value))
		return err_set(err, ERR_USAGE, _("Sau %s phải có %s."), row->name, _(row->value));
	if (row->value)
		*(const char **)(void *)((char *)o + row->at) = value;
	else
		*(bool *)((char *)o + row->at) = true;
	return true;
}

static bool take_word(struct options *o, const char *word, struct err *err)
{
	if (!*o->command)
		o->command = word;
	else if (o->n_args < ARGS_MAX)
		o->args[o->n_args++] = word;
	else
		return err_set(err, ERR_USAGE, _("Quá nhiều đối số, từ \"%.60s\"."), word);
	return true;
}

bool options_parse(struct options *o, int argc, char **argv, struct err *err)
{
	bool words_only = false;
	*o = (struct options){.listen = "127.0.0.1:8080", .command = ""};
	for (int i = 1; i < argc; i++) {
		bool word = words_only || argv[i][0] != '-' || argv[i][1] == '\0';
		if (!word && str_eq(argv[i], "--"))
			words_only = true;
		else if (!word && (str_eq(argv[i], "--help") || str_eq(argv[i], "-h")))
			o->command = "help";
		else if (!word && str_eq(argv[i], "--version"))
			o->command = "version";
		else if (word ? !take_word(o, argv[i], err) : !take_option(o, argv, &i, err))
			return false;
	}
	if (!o->tls_cert != !o->tls_key)
		return err_set(err, ERR_USAGE, _("--tls-cert và --tls-key phải đi cùng nhau."));
	return true;
}

/* postgresql://USER:PASSWORD@HOST/DB, or …?password=PASSWORD */
static bool has_password(const char *url)
{
	const char *user = strstr(url, "://"), *at = user ? strchr(user + 3, '@') : NULL;
	const char *colon = user ? strchr(user + 3, ':') : NULL;
	return strstr(url, "password=") || (at && colon && colon < at);
}

void options_hide_password(struct options *o)
{
	if (!o->db || !str_starts(o->db, "postgresql:") || !has_password(o->db))
		return;
	char *argument = (char *)(uintptr_t)o->db; /* of argv, which is ours to write to */
	o->db = xstrdup(argument);
	memset(argument + strlen("postgresql:"), 'x', strlen(argument) - strlen("postgresql:"));
	fprintf(stderr, "motcua-central: %s\n", _("Đã đặt mật khẩu trong --db: người khác trên máy này và "
		"lịch sử lệnh có thể thấy nó. Hãy dùng ~/.pgpass hoặc PGPASSFILE."));
}

char *options_default_db(struct err *err)
{
	const char *state = getenv("STATE_DIRECTORY"), *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");
	char *dir, *url = NULL;
	if (state && *state)
		dir = xasprintf("%.*s", (int)strcspn(state, ":"), state);
	else if (data && *data == '/')
		dir = xasprintf("%s/motcua", data);
	else if (home && *home)
		dir = xasprintf("%s/.local/share/motcua", home);
	else {
		err_set(err, ERR_CONFIG, _("Không biết để cơ sở dữ liệu ở đâu: hãy dùng --db sqlite:TỆP."));
		return NULL;
	}
	if (fs_mkdirs(dir, 0700, err))
		url = xasprintf("sqlite:%s/central.db", dir);
	free(dir);
	return url;
}
