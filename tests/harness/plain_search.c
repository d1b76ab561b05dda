#include "tests/harness/plain_search.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/b64.h"
#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"

#define FORMS 9
#define TEXT_MAX 200 /* bytes */
#define TEXT_MIN 9   /* or chance would find it sooner or later */

struct form {
	const char *name;
	char bytes[4 * TEXT_MAX];
	size_t len;
};

static void as_utf16(struct form *form, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	form->name = "UTF-16";
	while (*p) {
		unsigned c = *p, more = c >= 0xE0 ? 2 : c >= 0xC0 ? 1 : 0;
		c &= more == 2 ? 0x0Fu : more ? 0x1Fu : 0x7Fu;
		for (p++; more-- && *p; p++)
			c = c << 6 | (*p & 0x3Fu);
		form->bytes[form->len++] = (char)(c & 0xFF);
		form->bytes[form->len++] = (char)(c >> 8);
	}
}

static void as_hex(struct form *form, const char *text, bool upper)
{
	form->name = upper ? "HEX" : "hex";
	hex_encode(text, strlen(text), form->bytes);
	form->len = 2 * strlen(text);
	for (size_t i = 0; upper && i < form->len; i++)
		if (form->bytes[i] >= 'a')
			form->bytes[i] = (char)(form->bytes[i] - 'a' + 'A');
}

/* Of the bytes that stand at `lead` within a group of three; what depends on its neighbours is left out. */
static void as_base64(struct form *form, const char *text, size_t lead, bool url)
{
	char padded[TEXT_MAX + 3] = {0}, coded[B64_SIZE(TEXT_MAX + 3)];
	size_t len = strlen(text) + lead, first = lead ? 4 : 0;
	memcpy(padded + lead, text, strlen(text));
	b64url_encode(padded, len - len % 3, coded);
	form->name = url ? "base64url" : "base64";
	form->len = strlen(coded) - first;
	memcpy(form->bytes, coded + first, form->len);
	for (size_t i = 0; !url && i < form->len; i++)
		form->bytes[i] = form->bytes[i] == '-' ? '+' : form->bytes[i] == '_' ? '/' : form->bytes[i];
}

static void make_forms(struct form forms[FORMS], const char *text)
{
	BUG_ON(strlen(text) < TEXT_MIN || strlen(text) > TEXT_MAX);
	memset(forms, 0, FORMS * sizeof(forms[0]));
	forms[0].name = "UTF-8";
	forms[0].len = strlen(text);
	memcpy(forms[0].bytes, text, forms[0].len);
	as_utf16(&forms[1], text);
	as_hex(&forms[2], text, false);
	as_hex(&forms[3], text, true);
	as_base64(&forms[4], text, 0, false);
	as_base64(&forms[5], text, 1, false);
	as_base64(&forms[6], text, 2, false);
	as_base64(&forms[7], text, 1, true);
	as_base64(&forms[8], text, 2, true);
}

static bool in_file(const char *path, const struct form forms[FORMS], char **where)
{
	struct buf file;
	bool found = false;
	buf_init(&file, (size_t)1 << 30);
	BUG_ON(!fs_read(path, &file, NULL));
	for (size_t i = 0; file.len && !found && i < FORMS; i++) {
		found = memmem(file.data, file.len, forms[i].bytes, forms[i].len);
		if (found && where)
			*where = xasprintf("%s, as %s", path, forms[i].name);
	}
	buf_clear(&file);
	return found;
}

static bool in_folder(const char *dir, const struct form forms[FORMS], char **where)
{
	DIR *open_dir = opendir(dir);
	struct dirent *entry;
	bool found = false;
	BUG_ON(!open_dir);
	while (!found && (entry = readdir(open_dir)) != NULL) {
		struct stat st;
		if (str_eq(entry->d_name, ".") || str_eq(entry->d_name, ".."))
			continue;
		char *path = fs_join(dir, entry->d_name);
		if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
			found = in_folder(path, forms, where);
		else if (S_ISREG(st.st_mode))
			found = in_file(path, forms, where);
		free(path);
	}
	closedir(open_dir);
	return found;
}

bool plain_search(const char *dir, const char *text, char **where)
{
	struct form forms[FORMS];
	make_forms(forms, text);
	return in_folder(dir, forms, where);
}

void plain_search_none(const char *dir, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *where = NULL;
		if (plain_search(dir, texts[i], &where))
			fail_msg("«%s» can be read in %s", texts[i], where);
	}
}
