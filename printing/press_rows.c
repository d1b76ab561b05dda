#include "printing/press_rows.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/fs.h"
#include "printing/press_wire.h"

bool rows_send(int fd, const char *rows)
{
	size_t len = rows ? strlen(rows) : 0;
	uint32_t number = (uint32_t)len;

	return len <= ROWS_MAX && wire_send_bytes(fd, &number, sizeof(number)) &&
		wire_send_bytes(fd, rows, len);
}

/* The terminator goes in too. */
static bool receive_into(int fd, int file, size_t len)
{
	char chunk[16384];
	size_t n;

	for (; len; len -= n) {
		n = len < sizeof(chunk) ? len : sizeof(chunk);
		if (!wire_receive_bytes(fd, chunk, n) || !fs_write_all(file, chunk, n))
			return false;
	}
	return fs_write_all(file, "", 1);
}

bool rows_receive(int fd, struct rows_file *out)
{
	uint32_t len;

	*out = (struct rows_file){0};
	if (!wire_receive_bytes(fd, &len, sizeof(len)) || len > ROWS_MAX)
		return false;
	if (len == 0)
		return true;
	int file = memfd_create("rows", MFD_CLOEXEC);
	bool ok = file >= 0 && receive_into(fd, file, len);
	char *text = ok ? mmap(NULL, len + 1, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
	if (file >= 0)
		close(file); /* the mapping keeps it */
	if (text == MAP_FAILED)
		return false;
	*out = (struct rows_file){.text = text, .size = len + 1};
	return true;
}

void rows_close(struct rows_file *rows)
{
	if (rows->size)
		munmap(rows->text, rows->size);
	*rows = (struct rows_file){0};
}
