/*
 * Who drains, seen from the engine: taking the lock, looking on while another holds it, and what
 * passes between the two. The owner writes its link into a note whenever that changes; a kick of
 * another becomes a request, which the owner's next round answers.
 */
#include "net/sync_engine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/str.h"
#include "store/clock_store.h"

#define LOOK_AGAIN_MS 2000
#define LOOK_ANYWAY_MS 1000 /* where the system does not tell of changes */
#define GATHER_MS 20       /* a commit is several writes */

bool sync_is_ours(struct sync *s)
{
	bool was = drain_is_mine(s->drain), is = drain_take(s->drain);

	if (is && !was) {
		s->state.drained_by[0] = '\0';
		s->state.drained_pid = 0;
		s->noted[0] = '\0';
		s->heard_ms = 0;
		s->answered = drain_asked(s->drain);
		s->newest = drain_newest(s->drain);
	}
	return is;
}

/* ---- the note: "LINK SINCE OFFSET KNOWN CHORES ANSWERED REASON" */

#define NOTE_FORMAT "%d %" PRId64 " %" PRId64 " %d %d %" PRId64 " %s"

void sync_publish(struct sync *s)
{
	const struct sync_state *st = &s->state;
	char note[DRAIN_NOTE_MAX];

	if (!drain_is_mine(s->drain))
		return;
	snprintf(note, sizeof(note), NOTE_FORMAT, (int)st->link, st->since, st->server_offset_s,
		st->server_time_known, st->chores_only, s->answered, st->reason);
	if (str_eq(note, s->noted))
		return;
	str_copy(s->noted, sizeof(s->noted), note);
	drain_note(s->drain, note);
}

#define NOTE_NUMBERS 6

/* False when it is not as agreed: another version's. */
static bool take_note(struct sync *s, char *note)
{
	struct sync_state *st = &s->state;
	int64_t n[NOTE_NUMBERS];
	char *rest = note;

	for (int i = 0; i < NOTE_NUMBERS; i++) {
		char *word = strsep(&rest, " ");
		if (!word || !str_to_int(word, INT64_MIN, INT64_MAX, &n[i]))
			return false;
	}
	if (n[0] < LINK_UNKNOWN || n[0] > LINK_LOGIN)
		return false;
	st->link = (enum link_state)n[0];
	st->since = n[1];
	st->server_offset_s = n[2];
	st->server_time_known = n[3];
	st->chores_only = n[4];
	s->answered = n[5];
	if (!str_copy(st->reason, sizeof(st->reason), rest ? rest : ""))
		st->reason[0] = '\0';
	return true;
}

static void look_at_owner(struct sync *s)
{
	struct drain_owner owner;
	char note[DRAIN_NOTE_MAX];

	if (drain_owner(s->store, &owner)) {
		str_copy(s->state.drained_by, sizeof(s->state.drained_by), owner.program);
		s->state.drained_pid = owner.pid;
	}
	if (!drain_read_note(s->drain, note) || !take_note(s, note))
		s->state.link = LINK_UNKNOWN;
}

/* ---- looking on */

static void look_again(void *user)
{
	struct sync *s = user;

	s->timer = NULL;
	sync_event(s, EV_TIMER);
}

void sync_watch(struct sync *s)
{
	look_at_owner(s);
	s->timer = loop_timer(s->loop, LOOK_AGAIN_MS, look_again, s);
}

void sync_pass_on(struct sync *s)
{
	s->ticket = drain_ask(s->drain);
}

bool sync_watch_settled(const struct sync *s)
{
	return s->answered >= s->ticket;
}

/* ---- as owner */

void sync_take_requests(struct sync *s)
{
	s->asked = drain_asked(s->drain);
}

bool sync_asked_again(struct sync *s)
{
	s->answered = s->asked;
	return drain_asked(s->drain) > s->answered;
}

/* ---- signs */

static void take_news(struct sync *s)
{
	int64_t newest, catalogue = catalogue_since(s->store);

	s->state.news++;
	if (s->phase == PHASE_WATCH) {
		clock_store_load(s->store);
		s->state.catalogue_changes += catalogue != s->catalogue_at;
	}
	s->catalogue_at = catalogue;
	newest = drain_newest(s->drain);
	if (newest > s->newest && drain_is_mine(s->drain) && s->failures == 0)
		sync_event(s, EV_NEWS);
	s->newest = newest;
	sync_tell(s);
}

static void take_signs(void *user);

/* The system has only so many of what tells of changes to give. */
static void look_anyway(struct sync *s)
{
	s->seen = DRAIN_FILE | DRAIN_DATA;
	s->looking = loop_timer(s->loop, LOOK_ANYWAY_MS, take_signs, s);
}

static void take_signs(void *user)
{
	struct sync *s = user;
	unsigned seen = s->seen;

	s->looking = NULL;
	s->seen = 0;
	if (drain_fd(s->drain) < 0)
		look_anyway(s);
	if ((seen & DRAIN_DATA) && drain_news(s->drain))
		take_news(s);
	if (!(seen & DRAIN_FILE))
		return;
	if (s->phase == PHASE_WATCH)
		sync_event(s, EV_NEWS);
	else if (drain_asked(s->drain) > s->asked)
		sync_event(s, EV_KICK);
}

static void on_signs(void *user, int fd)
{
	struct sync *s = user;

	(void)fd;
	s->seen |= drain_look(s->drain);
	if (s->seen && !s->looking)
		s->looking = loop_timer(s->loop, GATHER_MS, take_signs, s);
}

void sync_watch_open(struct sync *s)
{
	s->drain = drain_open(s->store, s->opt.program ? s->opt.program : "motcua");
	s->catalogue_at = catalogue_since(s->store);
	if (drain_fd(s->drain) >= 0)
		loop_add_fd(s->loop, drain_fd(s->drain), on_signs, s);
	else
		look_anyway(s);
}

void sync_watch_close(struct sync *s)
{
	loop_cancel(s->loop, s->looking);
	if (drain_fd(s->drain) >= 0)
		loop_remove_fd(s->loop, drain_fd(s->drain));
	drain_close(s->drain);
}
