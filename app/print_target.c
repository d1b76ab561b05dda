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
#include "printing/pdf_mark.h"
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

#define TAIL_MAX (1 << 20) /* of a PDF: its last objects and the table of all */

static bool says(const struct buf *tail, const char *words)
{
	return memmem(tail->data, tail->len, words, strlen(words));
}

/* As printing/pdf.c leaves it: its name as the maker, its words in the catalogue, and nothing added behind,
 * as whoever signs or marks a PDF does. */
static bool is_our_pdf(const struct buf *tail)
{
	static const char end[] = "startxref\n";
	const char *found = memmem(tail->data, tail->len, end, strlen(end));
	size_t left = found ? tail->len - (size_t)(found + strlen(end) - tail->data) : 0;
	return found && !memmem(found + strlen(end), left, end, strlen(end)) && says(tail, PDF_MARK_MAKER) &&
		says(tail, PDF_MARK_CATALOGUE);
}

/* Only a PDF of ours, or nothing at all, is written over. Orders for a thermal printer bear nobody's name. */
static bool may_replace(int fd, const char *path, int64_t size)
{
	struct buf tail;
	struct err unread = ERR_INIT;
	off_t start = size > TAIL_MAX ? (off_t)(size - TAIL_MAX) : 0;
	if (size == 0 || !str_ends(path, ".pdf"))
		return size == 0;
	buf_init(&tail, TAIL_MAX);
	bool may = lseek(fd, start, SEEK_SET) == start && fs_read_fd(fd, path, &tail, &unread) && is_our_pdf(&tail);
	buf_clear(&tail);
	return may;
}

static bool refuse_file(const char *path, int error, struct err *err)
{
	return err_set(err, ERR_DISK, _("Không ghi được tệp %s: %s. Chưa in gì."), path, say_errno(error));
}

static bool check_old_file(const char *path, struct err *err)
{
	struct stat st;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return err_set(err, ERR_DISK, _("Không ghi được tệp %s: đây là đường ống, ổ cắm hoặc thiết bị, không "
			"phải tệp thường. Chưa in gì."), path);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT || refuse_file(path, errno, err);
	bool plain = fstat(fd, &st) == 0 && S_ISREG(st.st_mode), ours = plain && may_replace(fd, path, st.st_size);
	close(fd);
	if (plain && !ours)
		return err_set(err, ERR_DISK, _("Tệp %s đã có và không rõ là giấy do chương trình này lập, nên không ghi đè. Chưa in gì. Hãy "
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
