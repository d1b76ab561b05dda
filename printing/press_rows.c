#include "printing/press_rows.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/fs.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "printing/press_wire.h"
#include "printing/worker.h"

#define PORTION 65536
#define GIVEN_UP UINT32_MAX /* in place of a portion's length; 0 is the end */

/* ---- sending */

struct sending {
	int fd;
	size_t total, n;
	bool gone;
	char portion[PORTION];
};

static bool send_number(int fd, uint32_t number)
{
	return wire_send_bytes(fd, &number, sizeof(number));
}

static bool flush(struct sending *s)
{
	if (s->n && !(send_number(s->fd, (uint32_t)s->n) && wire_send_bytes(s->fd, s->portion, s->n)))
		s->gone = true;
	s->n = 0;
	return !s->gone;
}

static bool take(void *user, const char *row, size_t len, struct err *err)
{
	struct sending *s = user;

	if (len > ROWS_MAX - s->total)
		return err_set(err, ERR_DATA, _("Giấy này có quá nhiều dữ liệu, không in được. Hồ sơ đã lưu."));
	s->total += len;
	while (len) {
		size_t part = len < PORTION - s->n ? len : PORTION - s->n;
		memcpy(s->portion + s->n, row, part);
		s->n += part;
		row += part;
		len -= part;
		if (s->n == PORTION && !flush(s))
			return err_set(err, ERR_UNAVAILABLE, _("Chương trình in không chạy được. Hồ sơ đã lưu."));
	}
	return true;
}

enum rows_sent rows_send(int fd, const struct print_order *order, struct err *err)
{
	struct sending s = {.fd = fd};
	const char *rows = order->rows ? order->rows : "";
	bool ok = order->source ? order->source->read(order->source, take, &s, err) :
		take(&s, rows, strlen(rows), err);

	ok = ok && flush(&s);
	seal_wipe(s.portion, sizeof(s.portion));
	if (s.gone || !send_number(fd, ok ? 0 : GIVEN_UP))
		return ROWS_NOBODY;
	return ok ? ROWS_SENT : ROWS_FAILED;
}

/* ---- receiving */

static bool receive_into(int fd, int file, size_t len)
{
	char chunk[16384];
	size_t n;

	for (; len; len -= n) {
		n = len < sizeof(chunk) ? len : sizeof(chunk);
		if (!wire_receive_bytes(fd, chunk, n) || !fs_write_all(file, chunk, n))
			return false;
	}
	return true;
}

static enum rows_received receive_all(int fd, int file, size_t *total)
{
	uint32_t len;

	for (*total = 0; wire_receive_bytes(fd, &len, sizeof(len)); *total += len) {
		if (len == 0)
			return fs_write_all(file, "", 1) ? ROWS_HERE : ROWS_BROKEN; /* the terminator */
		if (len == GIVEN_UP)
			return ROWS_GIVEN_UP;
		if (len > ROWS_MAX - *total || !receive_into(fd, file, len))
			return ROWS_BROKEN;
	}
	return ROWS_BROKEN;
}

static bool map(int file, size_t len, struct rows_file *out)
{
	char *text = mmap(NULL, len + 1, PROT_READ, MAP_SHARED, file, 0);

	if (text == MAP_FAILED)
		return false;
	*out = (struct rows_file){.text = text, .size = len + 1};
	return true;
}

enum rows_received rows_receive(int fd, struct rows_file *out)
{
	size_t len = 0;

	*out = (struct rows_file){0};
	int file = memfd_create("rows", MFD_CLOEXEC);
	enum rows_received got = file >= 0 ? receive_all(fd, file, &len) : ROWS_BROKEN;
	if (got == ROWS_HERE && len > 0 && !map(file, len, out))
		got = ROWS_BROKEN;
	if (file >= 0)
		close(file); /* the mapping keeps it */
	return got;
}

void rows_close(struct rows_file *rows)
{
	if (rows->size)
		munmap(rows->text, rows->size);
	*rows = (struct rows_file){0};
}
