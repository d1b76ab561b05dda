#include "store/mark.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"

#define HEAD "motcua-mark-1"
#define RECORD 256 /* bytes, padded: written whole and in place, in one sector */

struct mark {
	int fd;
};

/* "motcua-mark-1 WORKSTATION EXACT RESERVED DAY|- NTH\n" */
static bool parse(const char *text, struct mark_state *out)
{
	char exact[21], reserved[21], nth[5];
	*out = (struct mark_state){.exact = 0};
	bool ok = sscanf(text, HEAD " %39s %20s %20s %10s %4s", out->workstation, exact, reserved,
		out->day, nth) == 5 &&
		str_to_int(exact, 0, INT64_MAX, &out->exact) &&
		str_to_int(reserved, 0, INT64_MAX, &out->reserved) &&
		str_to_int(nth, 0, 999, &out->fallback);
	if (!ok)
		*out = (struct mark_state){.exact = 0};
	if (str_eq(out->day, "-"))
		out->day[0] = '\0';
	return ok;
}

static bool read_state(const struct mark *mark, struct mark_state *out)
{
	char text[RECORD + 1];
	ssize_t n = pread(mark->fd, text, RECORD, 0);
	text[n > 0 ? n : 0] = '\0';
	return parse(text, out);
}

static void write_state(const struct mark *mark, const struct mark_state *s, bool durable)
{
	char text[RECORD + 1];
	int len = snprintf(text, sizeof(text), HEAD " %s %lld %lld %s %lld", s->workstation,
		(long long)s->exact, (long long)s->reserved, s->day[0] ? s->day : "-",
		(long long)s->fallback);
	BUG_ON(len < 0 || len >= RECORD);
	memset(text + len, ' ', (size_t)(RECORD - len));
	text[RECORD - 1] = '\n';
	if (pwrite(mark->fd, text, RECORD, 0) != RECORD || (durable && fdatasync(mark->fd) != 0))
		log_line(LOG_WARN, "the mark beside the key could not be written");
}

struct mark *mark_open(const char *key_path, struct mark_state *state, bool *found)
{
	struct mark *mark = xcalloc(1, sizeof(*mark));
	char *path = xasprintf("%s.mark", key_path);
	bool made = !fs_exists(path);
	mark->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	*state = (struct mark_state){.exact = 0};
	*found = mark->fd >= 0 && read_state(mark, state);
	if (mark->fd < 0 || (made && !fs_sync_dir(path, NULL))) {
		log_line(LOG_WARN, "no mark can be kept beside the key");
		if (mark->fd >= 0)
			close(mark->fd);
		free(mark);
		mark = NULL;
	}
	free(path);
	return mark;
}

void mark_close(struct mark *mark)
{
	if (!mark)
		return;
	close(mark->fd);
	free(mark);
}

void mark_set(struct mark *mark, const struct mark_state *state)
{
	if (mark)
		write_state(mark, state, true);
}

void mark_reserve(struct mark *mark, int64_t sequence)
{
	struct mark_state s;
	if (!mark || !read_state(mark, &s) || sequence <= s.reserved)
		return;
	s.reserved = sequence + MARK_STEP - 1;
	write_state(mark, &s, true);
}

void mark_fallback(struct mark *mark, const char *day, int64_t nth)
{
	struct mark_state s;
	if (!mark || !read_state(mark, &s) || (str_eq(s.day, day) && s.fallback >= nth))
		return;
	str_copy(s.day, sizeof(s.day), day);
	s.fallback = nth;
	write_state(mark, &s, true);
}

void mark_reached(struct mark *mark, int64_t sequence)
{
	struct mark_state s;
	if (!mark || !read_state(mark, &s) || sequence <= s.exact)
		return;
	s.exact = sequence;
	write_state(mark, &s, false);
}
