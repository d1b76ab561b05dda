#include "printing/face.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"

#define FONT_MAX (8 * 1024 * 1024)
/* The file's head, and each entry of its table of contents: tag, checksum, offset, length. */
enum { HEAD = 12, ENTRY = 16, LENGTH_AT = 12 };

static int is_hints(const unsigned char *tag)
{
	static const char tags[][5] = {"cvt ", "fpgm", "prep"};

	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		if (!memcmp(tag, tags[i], 4))
			return 1;
	}
	return 0;
}

void face_drop_hints(unsigned char *font, size_t len)
{
	static const unsigned char true_type[] = {0, 1, 0, 0};

	if (len < HEAD || memcmp(font, true_type, sizeof(true_type)) != 0)
		return;
	size_t tables = (size_t)font[4] << 8 | font[5];
	for (size_t i = 0; i < tables && HEAD + (i + 1) * ENTRY <= len; i++) {
		unsigned char *entry = font + HEAD + i * ENTRY;
		if (is_hints(entry))
			memset(entry + LENGTH_AT, 0, 4);
	}
}

int face_open(const char *path)
{
	struct buf font;
	int fd = -1;

	buf_init(&font, FONT_MAX);
	if (fs_read(path, &font, NULL) && font.len) {
		face_drop_hints((unsigned char *)font.data, font.len);
		fd = memfd_create("face", MFD_CLOEXEC);
	}
	if (fd >= 0 && write(fd, font.data, font.len) != (ssize_t)font.len) {
		close(fd);
		fd = -1;
	}
	buf_clear(&font);
	return fd;
}
