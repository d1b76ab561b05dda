#include "printing/book.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/paper.h"

/* ---- destinations */

bool destination_is_raw(const char *destination)
{
	return str_starts(destination, "socket://") || destination[0] == '/';
}

/* A name, an IPv4 address, or an IPv6 address in brackets; what is behind it. NULL: none of them. */
static const char *skip_host(const char *at)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
	size_t len = *at == '[' ? strspn(at + 1, "0123456789abcdefABCDEF:.%") : strspn(at, letters);

	if (len == 0 || len > 253)
		return NULL;
	if (*at != '[')
		return at + len;
	return at[len + 1] == ']' ? at + len + 2 : NULL;
}

/* socket://HOST or socket://HOST:PORT */
static bool is_socket(const char *uri)
{
	const char *end = skip_host(uri + strlen("socket://"));
	int64_t port;

	return end && (*end == '\0' || (*end == ':' && str_to_int(end + 1, 1, 65535, &port)));
}

static bool is_queue(const char *name)
{
	for (const char *p = name; *p; p++) {
		if ((unsigned char)*p <= ' ' || strchr("/#?\\\"'", *p))
			return false;
	}
	return strlen(name) < 128;
}

bool destination_is_possible(const char *destination, struct err *err)
{
	bool ok = str_starts(destination, "socket://") ? is_socket(destination) :
		destination[0] == '/' ? str_starts(destination, "/dev/") && !strstr(destination, "..") :
		is_queue(destination);

	return ok || err_set(err, ERR_CONFIG, _("cần tên máy in trong CUPS, socket://MÁY:9100 hoặc "
		"/dev/usb/lp0"));
}

/* ---- reading it */

static bool set_destination(struct book_entry *e, const char *value, struct err *err)
{
	if (!destination_is_possible(value, err))
		return false;
	return str_copy(e->destination, sizeof(e->destination), value) ||
		err_set(err, ERR_CONFIG, _("giá trị quá dài"));
}

static bool set_paper(struct book_entry *e, const char *value, struct err *err)
{
	const struct paper_kind *kind = *value ? paper_find(value, err) : NULL;

	if (*value && !kind)
		return false;
	str_copy(e->paper, sizeof(e->paper), kind ? kind->name : "");
	return true;
}

/* Ids are words of letters, digits and '-'; a comma between them is a space. */
static bool set_forms(struct book_entry *e, const char *value, struct err *err)
{
	if (!str_copy(e->forms, sizeof(e->forms), value))
		return err_set(err, ERR_CONFIG, _("giá trị quá dài"));
	for (char *p = e->forms; *p; p++) {
		if (*p == ',' || *p == '\t')
			*p = ' ';
		else if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_ ", *p))
			return err_set(err, ERR_CONFIG, _("cần mã các mẫu, cách nhau bằng dấu cách, ví dụ: 01 fee"));
	}
	return true;
}

static bool set_dpi(struct book_entry *e, const char *value, struct err *err)
{
	int64_t dpi;

	if (!str_to_int(value, 1, 2400, &dpi) || !paper_dpi_known((int)dpi))
		return err_set(err, ERR_CONFIG, _("cần độ phân giải của đầu in nhiệt: 180, 203 hoặc 300"));
	e->dpi = (int)dpi;
	return true;
}

static const struct {
	const char *key;
	bool (*set)(struct book_entry *e, const char *value, struct err *err);
} keys[] = {
	{"destination", set_destination},
	{"paper", set_paper},
	{"forms", set_forms},
	{"dpi", set_dpi},
};

static struct book_entry *entry_for(struct book *book, const char *name, struct err *err)
{
	for (size_t i = 0; i < book->n; i++) {
		if (str_eq(book->list[i].name, name))
			return &book->list[i];
	}
	if (book->n == BOOK_MAX) {
		err_set(err, ERR_CONFIG, _("quá nhiều máy in: nhiều nhất là %d mục [printer …]"), BOOK_MAX);
		return NULL;
	}
	struct book_entry *e = &book->list[book->n];
	*e = (struct book_entry){0};
	if (!*name || !str_copy(e->name, sizeof(e->name), name)) {
		err_set(err, ERR_CONFIG, _("mục phải có tên máy in không quá %d byte: [printer TÊN]"),
			BOOK_NAME_SIZE - 1);
		return NULL;
	}
	book->n++;
	return e;
}

bool book_set(struct book *book, const char *name, const char *key, const char *value,
	struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (!str_eq(keys[i].key, key))
			continue;
		struct book_entry *e = entry_for(book, name, err);
		return e && keys[i].set(e, value, err);
	}
	return err_set(err, ERR_CONFIG, _("không có mục này; máy in chỉ có destination, paper, forms, "
		"dpi"));
}

bool book_check(const struct book *book, struct err *err)
{
	for (size_t i = 0; i < book->n; i++) {
		if (!book->list[i].destination[0])
			return err_set(err, ERR_CONFIG, _("[printer %s]: thiếu destination (tên máy in trong CUPS, "
				"socket://MÁY:9100 hoặc /dev/usb/lp0)"), book->list[i].name);
	}
	return true;
}

/* ---- choosing */

const struct book_entry *book_find(const struct book *book, const char *name)
{
	for (size_t i = 0; i < book->n; i++) {
		if (str_eq(book->list[i].name, name))
			return &book->list[i];
	}
	return NULL;
}

static bool names_form(const struct book_entry *e, const char *form)
{
	size_t len = strlen(form);

	for (const char *p = e->forms; *p; p += strspn(p, " ")) {
		size_t word = strcspn(p, " ");
		if (word == len && strncmp(p, form, len) == 0)
			return true;
		p += word;
	}
	return false;
}

static bool is_among(const char *form, const char (*ids)[FORM_ID_SIZE], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(ids[i], form))
			return true;
	}
	return false;
}

const struct book_entry *book_stray_form(const struct book *book, const char (*ids)[FORM_ID_SIZE], size_t n,
	char form[BOOK_NAME_SIZE])
{
	for (size_t i = 0; i < book->n; i++) {
		const char *p = book->list[i].forms;
		for (p += strspn(p, " "); *p; p += strspn(p, " ")) {
			int word = (int)strcspn(p, " ");
			snprintf(form, BOOK_NAME_SIZE, "%.*s", word, p);
			if (!is_among(form, ids, n))
				return &book->list[i];
			p += word;
		}
	}
	return NULL;
}

struct wish {
	const char *paper;
	book_fits *fits;
	void *user;
};

static bool has_paper(const struct book_entry *e, const struct wish *wish)
{
	return *wish->paper ? strcasecmp(e->paper, wish->paper) == 0 : wish->fits(wish->user, e->paper);
}

const struct book_entry *book_choose(const struct book *book, const char *form, const char *paper,
	book_fits *fits, void *user)
{
	const struct wish wish = {paper, fits, user};
	const struct book_entry *any = NULL, *usual = book_find(book, book->usual);

	for (size_t i = 0; i < book->n; i++) {
		const struct book_entry *e = &book->list[i];
		if (!has_paper(e, &wish))
			continue;
		if (names_form(e, form))
			return e;
		/* for any form: wanted for its paper, or there is no usual one that has it */
		if (!any && !e->forms[0] && (*paper || !book->usual[0] || (usual && !has_paper(usual, &wish))))
			any = e;
	}
	return any ? any : usual && has_paper(usual, &wish) ? usual : NULL;
}
