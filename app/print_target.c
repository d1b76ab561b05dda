#include "app/print_target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/say.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/template.h"
#include "store/print_jobs.h"

/* ---- paper */

static bool refuse_paper(const struct template *form, struct err *err)
{
	struct buf names;
	buf_init(&names, 200);
	for (size_t i = 0; i < form->n_papers; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", form->papers[i]->name);
	err_set(err, ERR_DATA, _("Mẫu %s không in trên khổ giấy đó; in được trên: %s."), form->form,
		buf_str(&names));
	buf_clear(&names);
	return false;
}

static bool takes_thermal(const struct template *form)
{
	for (size_t i = 0; i < form->n_papers; i++)
		if (form->papers[i]->shape != PAPER_SHEET)
			return true;
	return false;
}

static bool check_paper(const struct template *form, const struct print_request *r, struct err *err)
{
	bool dots = str_ends(r->to, ".bin");
	const struct paper_kind *paper = *r->paper ? paper_find(r->paper, err) : NULL;
	if (*r->paper && !paper)
		return false;
	if (paper && !template_takes(form, paper))
		return refuse_paper(form, err);
	return !dots || (paper ? paper->shape != PAPER_SHEET : takes_thermal(form)) ||
		err_set(err, ERR_DATA, _("Tệp .bin là của máy in nhiệt; giấy này không in được trên máy in nhiệt."));
}

/* ---- a file */

/* Only a paper, made by whichever program, or nothing at all is written over. */
static bool is_paper(int fd)
{
	static const struct {
		const char *bytes;
		size_t len;
	} starts[] = {{"%PDF-", 5}, {"\x1b@", 2}};
	char head[8];
	ssize_t n = read(fd, head, sizeof(head));
	bool is = n == 0;
	for (size_t i = 0; i < ARRAY_LEN(starts); i++)
		is = is || (n >= (ssize_t)starts[i].len && memcmp(head, starts[i].bytes, starts[i].len) == 0);
	return is;
}

static bool refuse_file(const char *path, int error, struct err *err)
{
	return err_set(err, ERR_DISK, _("Không ghi được tệp %s: %s. Chưa in gì."), path, say_errno(error));
}

static bool check_old_file(const char *path, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT || refuse_file(path, errno, err);
	bool plain = fstat(fd, &st) == 0 && S_ISREG(st.st_mode), paper = plain && is_paper(fd);
	close(fd);
	if (plain && !paper)
		return err_set(err, ERR_DISK, _("Tệp %s đã có và không phải giấy in, nên không ghi đè. Chưa in gì. Hãy "
			"chọn tên khác."), path);
	return plain || refuse_file(path, EISDIR, err);
}

/* The file is written beside and renamed over: the folder must take one. */
static bool check_folder(const char *path, struct err *err)
{
	struct stat st;
	char *dir = fs_dir(path);
	bool ok = stat(dir, &st) == 0;
	int error = ok && !S_ISDIR(st.st_mode) ? ENOTDIR : errno;
	ok = ok && S_ISDIR(st.st_mode) && (error = 0, access(dir, W_OK | X_OK) == 0);
	if (!ok && !error)
		error = errno;
	free(dir);
	return ok || refuse_file(path, error, err);
}

bool print_target_check_file(const char *to, struct err *err)
{
	if (strlen(to) >= sizeof(((struct print_job *)0)->target))
		return err_set(err, ERR_DATA, _("Tên máy in hoặc tệp quá dài."));
	return !print_target_is_file(to) || (check_folder(to, err) && check_old_file(to, err));
}

bool print_target_check(const struct template *form, const struct print_request *request,
	struct err *err)
{
	return check_paper(form, request, err) && print_target_check_file(request->to, err);
}

bool print_target_check_count(const struct print_request *request, size_t papers, struct err *err)
{
	return papers < 2 || !print_target_is_file(request->to) ||
		err_set(err, ERR_DATA, _("Một tệp chỉ chứa một giấy, mà ở đây có %zu giấy. Hãy in từng mã một."), papers);
}
