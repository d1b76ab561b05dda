#include "printing/forms.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/b64.h"
#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/template_lint.h"

#define TAIL ".form"

/* The program's own folder: by where this program lies, installed or built. Tests lie deeper. The
 * caller frees. */
static char *own_dir(void)
{
	static const char *const places[] = {
		"../share/motcua/forms", "../../share/motcua/forms", "../printing/forms",
		"../../printing/forms", "../../../printing/forms",
	};
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = '\0';
	char *here = fs_dir(self), *dir = NULL;
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		free(dir);
		dir = fs_join(here, places[i]);
		if (fs_exists(dir))
			break;
	}
	free(here);
	return dir;
}

static char *path_in(const char *dir, const char *id)
{
	char *name = xasprintf("%s" TAIL, id), *path = fs_join(dir, name);

	free(name);
	return path;
}

/* An id that cannot lead out of a folder. */
static bool is_id(const char *id)
{
	return *id && strlen(id) < FORM_ID_SIZE &&
		strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(id);
}

/* Is there nothing of that name? A link whose end is away is something: the province's, not to be had now. */
static bool is_absent(const char *path)
{
	struct stat st;

	return lstat(path, &st) != 0 && errno == ENOENT;
}

static bool find(struct form_file *file, const char *dir)
{
	if (*dir) {
		file->path = path_in(dir, file->id);
		file->province = !is_absent(file->path);
	}
	if (!file->province) {
		char *own = own_dir();
		free(file->path);
		file->path = path_in(own, file->id);
		free(own);
	}
	return file->province || fs_exists(file->path);
}

void form_hash(const char *text, char out[FORM_HASH_SIZE])
{
	uint8_t hash[SHA256_SIZE];

	sha256(text, strlen(text), hash);
	hex_encode(hash, sizeof(hash), out);
}

static bool read_text(struct form_file *file, struct err *err)
{
	struct buf text;
	struct stat st;
	struct err why = ERR_INIT;

	if (stat(file->path, &st) == 0 && !S_ISREG(st.st_mode)) /* a pipe would keep us waiting */
		return err_set(err, ERR_CONFIG, _("Mẫu giấy %s không phải tệp thường."), file->path);
	buf_init(&text, TEMPLATE_MAX);
	bool ok = fs_read(file->path, &text, &why);
	bool whole = ok && strlen(buf_str(&text)) == text.len;
	file->text = xstrdup(buf_str(&text));
	buf_clear(&text);
	if (!ok)
		return err_set(err, ERR_CONFIG, _("Không đọc được mẫu giấy %s: %s"), file->path, why.text);
	return whole || err_set(err, ERR_CONFIG, _("Mẫu giấy %s không phải tệp chữ (có byte 0)."),
		file->path);
}

/* Away, a folder hides what the province wants: then nothing is printed rather than something else. */
static bool is_there(const char *dir, struct err *err)
{
	DIR *folder = *dir ? opendir(dir) : NULL;
	int error = errno;

	if (folder)
		closedir(folder);
	return !*dir || folder || err_set(err, ERR_CONFIG, _("Không đọc được thư mục mẫu giấy %s: %s"), dir,
		say_errno(error));
}

bool form_file_load(struct form_file *file, const char *dir, const char *id, struct err *err)
{
	*file = (struct form_file){.path = NULL};
	if (!is_there(dir, err))
		return false;
	if (!is_id(id) || !str_copy(file->id, sizeof(file->id), id) || !find(file, dir))
		return err_set(err, ERR_DATA, _("Không có mẫu số %s để in."), is_id(id) ? id : "?");
	if (!read_text(file, err))
		return false;
	form_hash(file->text, file->hash);
	file->form = template_read(file->text, strlen(file->text), file->path, err);
	if (!file->form || !template_lint(file->form, file->path, err))
		return false;
	return str_eq(file->form->form, id) || err_set(err, ERR_CONFIG, _("%s: trong tệp ghi “form %s”. Đổi "
		"tên tệp thành %s.form hoặc sửa dòng form."), file->path, file->form->form, file->form->form);
}

void form_file_clear(struct form_file *file)
{
	template_free(file->form);
	free(file->path);
	free(file->text);
	*file = (struct form_file){.path = NULL};
}

/* ---- which there are */

static bool add_id(char ids[FORMS_MAX][FORM_ID_SIZE], size_t *n, const char *name)
{
	char id[FORM_ID_SIZE];
	size_t len = strlen(name) - strlen(TAIL);

	if (!str_ends(name, TAIL) || len == 0 || len >= sizeof(id))
		return true; /* something else that lies there */
	snprintf(id, sizeof(id), "%.*s", (int)len, name);
	for (size_t i = 0; i < *n; i++) {
		if (str_eq(ids[i], id))
			return true;
	}
	if (!is_id(id))
		return true;
	if (*n == FORMS_MAX)
		return false;
	str_copy(ids[(*n)++], FORM_ID_SIZE, id);
	return true;
}

static bool list_dir(const char *path, char ids[FORMS_MAX][FORM_ID_SIZE], size_t *n, struct err *err)
{
	DIR *dir = opendir(path);
	bool ok = true;

	if (!dir)
		return err_set(err, ERR_CONFIG, _("Không đọc được thư mục mẫu giấy %s: %s"), path,
			say_errno(errno));
	for (const struct dirent *e; ok && (e = readdir(dir));)
		ok = add_id(ids, n, e->d_name);
	closedir(dir);
	return ok || err_set(err, ERR_CONFIG, _("Thư mục %s có quá %d mẫu giấy."), path, FORMS_MAX);
}

/* Meant as a form, by its ending. */
static bool is_misnamed(const char *name)
{
	size_t len = strlen(name), tail = strlen(TAIL), stem = len > tail ? len - tail : 0;
	char id[FORM_ID_SIZE];

	if (len < tail || strcasecmp(name + len - tail, TAIL) != 0)
		return false;
	if (stem >= sizeof(id) || !str_ends(name, TAIL))
		return true;
	snprintf(id, sizeof(id), "%.*s", (int)stem, name);
	return !is_id(id);
}

void forms_misnamed(const char *dir, char *name, size_t size)
{
	DIR *folder = *dir ? opendir(dir) : NULL;

	*name = '\0';
	for (const struct dirent *e; folder && (e = readdir(folder));) {
		if (is_misnamed(e->d_name) && (!*name || strcmp(e->d_name, name) < 0))
			text_clean_to(name, size, e->d_name);
	}
	if (folder)
		closedir(folder);
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

bool forms_list(const char *dir, char ids[FORMS_MAX][FORM_ID_SIZE], size_t *n, struct err *err)
{
	char *own = own_dir();

	*n = 0;
	bool ok = list_dir(own, ids, n, err) && (!*dir || list_dir(dir, ids, n, err));
	free(own);
	qsort(ids, *n, FORM_ID_SIZE, compare);
	return ok;
}
