/*
 * motcua intake: a walk-in dossier without a screen, by options or as lines of JSON. The same path as
 * by key: checked, one durable transaction, receipt, delivery. What central has not got when the
 * command ends stays in the queue.
 */

#include "app/command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app/line_reader.h"
#include "app/take_in.h"
#include "base/buf.h"
#include "base/str.h"
#include "core/intake_request.h"
#include "i18n/lang.h"
#include "store/outbox.h"

#define DELIVERY_WAIT_MS 5000 /* for central's word on the last of a batch */

struct options {
	struct intake_request req;
	bool json, lines;
};

static bool read_option(struct options *o, int c, struct err *err)
{
	switch (c) {
	case 'c': o->req.card = optarg; return true;
	case 'a': o->req.applicant = optarg; return true;
	case 'p': o->req.procedure = optarg; return true;
	case 's': o->req.case_id = optarg; return true;
	case 't': o->req.phone = optarg; return true;
	case 'd': o->req.delegate = optarg; return true;
	case 'n': o->req.note = optarg; return true;
	case 'P': o->req.print = true; return true;
	case 'j': o->json = true; return true;
	case 'k': return intake_request_component(&o->req, optarg, err);
	case 'r': return intake_request_result(&o->req, optarg, err);
	case 'N': return str_to_int(optarg, 1, COPIES_MAX, &o->req.copies) ||
		err_at(err, ERR_DATA, "copies", _("Số bộ phải từ 1 đến 20."));
	default: return err_set(err, ERR_USAGE, "%s", "");
	}
}

static bool read_options(struct options *o, int argc, char **argv, struct err *err)
{
	static const struct option longs[] = {
		{"card", required_argument, NULL, 'c'}, {"applicant", required_argument, NULL, 'a'},
		{"procedure", required_argument, NULL, 'p'}, {"case", required_argument, NULL, 's'},
		{"phone", required_argument, NULL, 't'}, {"component", required_argument, NULL, 'k'},
		{"delegate", required_argument, NULL, 'd'}, {"copies", required_argument, NULL, 'N'},
		{"result", required_argument, NULL, 'r'}, {"note", required_argument, NULL, 'n'},
		{"print", no_argument, NULL, 'P'}, {"json", no_argument, NULL, 'j'}, {0},
	};
	int c;
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (!read_option(o, c, err))
			return false;
	}
	o->lines = argc - optind == 1 && str_eq(argv[optind], "-");
	bool one = optind == argc && o->req.procedure && !o->req.card != !o->req.applicant;
	return one || o->lines || err_set(err, ERR_USAGE, "%s", "");
}

/* Every fault on a line of its own, with its field; where: "" or which line it is about. The last is
 * left to err, which main prints. */
static void complain(const char *where, const struct violations *v, struct err *err)
{
	for (size_t i = 0; i + 1 < v->n; i++)
		fprintf(stderr, "motcua: %s%s: %s\n", where, v->list[i].field, v->list[i].message);
	if (v->n)
		err_at(err, ERR_DATA, v->list[v->n - 1].field, "%s", v->list[v->n - 1].message);
}

static int one(struct app *app, const struct options *o, struct err *err)
{
	struct taken_in t = {0};
	int status;
	take_in_probe(app);
	if (take_in(app, &o->req, &t, err)) {
		take_in_deliver(app, &t);
		take_in_report(&t, o->json);
		status = err_exit_status(t.delivery == DELIVERY_DELIVERED ? ERR_NONE :
			t.delivery == DELIVERY_WAITING ? ERR_WAITING : ERR_DATA);
	} else {
		complain("", &t.refused, err);
		status = command_fail(err);
	}
	taken_in_clear(&t);
	return status;
}

/* ---- many, as lines */

/* An empty line, or one of white space; spreadsheets and editors leave some. */
static bool is_blank(const struct buf *line)
{
	return strspn(buf_str(line), " \t\r") == line->len;
}

static bool one_line(struct app *app, const struct options *o, const struct buf *line, const char *where,
	struct err *err)
{
	static const char bom[] = "\xEF\xBB\xBF";
	struct taken_in t = {0};
	struct intake_request req = {0};
	size_t skip = str_starts(buf_str(line), bom) ? strlen(bom) : 0;
	bool ok = line->full ? err_set(err, ERR_DATA, _("dòng dài quá 64 KB")) :
		intake_request_from_json(&req, buf_str(line) + skip, line->len - skip, err);
	req.print |= o->req.print;
	ok = ok && take_in(app, &req, &t, err);
	if (ok) {
		take_in_report(&t, o->json);
		fflush(stdout); /* whoever feeds the lines may wait for this answer */
	} else {
		complain(where, &t.refused, err);
		fprintf(stderr, "motcua: %s%s%s%s\n", where, err->field, err->field[0] ? ": " : "", err->text);
	}
	taken_in_clear(&t);
	intake_request_clear(&req);
	return ok;
}

/* Refused lines are named on stderr; the others are safe. A failure that the lines after would meet
 * too (disk full, no numbers) ends it. */
static size_t each_line(struct app *app, const struct options *o, size_t *saved, struct err *err)
{
	struct buf line;
	size_t n = 0, refused = 0;
	*saved = 0;
	buf_init(&line, INTAKE_LINE_MAX);
	while (err->kind == ERR_NONE && line_next(stdin, INTAKE_LINE_MAX, &line)) {
		char where[64];
		struct err why = ERR_INIT;
		snprintf(where, sizeof(where), _("dòng %zu: "), ++n);
		if (!line.full && is_blank(&line))
			continue;
		if (one_line(app, o, &line, where, &why)) {
			++*saved;
			continue;
		}
		refused++;
		if (why.kind != ERR_DATA)
			err_set(err, why.kind, _("Dừng ở dòng %zu; các dòng trước đã lưu."), n);
	}
	if (err->kind == ERR_NONE && ferror(stdin))
		err_set(err, ERR_DISK, _("Không đọc được đầu vào sau dòng %zu; các dòng trước đã lưu."), n);
	buf_clear(&line);
	return refused;
}

static int lines(struct app *app, const struct options *o, struct err *err)
{
	struct outbox_counts counts;
	size_t saved;
	take_in_probe(app);
	size_t refused = each_line(app, o, &saved, err);
	if (app->sync && saved)
		app_sync_round(app, DELIVERY_WAIT_MS);
	if (err->kind != ERR_NONE)
		return command_fail(err);
	if (refused)
		err_set(err, ERR_DATA, _("%zu dòng bị từ chối; các dòng khác đã lưu."), refused);
	else if (!saved)
		fprintf(stderr, "motcua: %s\n", _("Đầu vào không có dòng nào, nên chưa lưu hồ sơ nào."));
	else if (outbox_counts(app->store, &counts, err) && counts.waiting)
		err_set(err, ERR_WAITING, _("Đã lưu ở máy này; còn %lld hồ sơ chờ gửi."),
			(long long)counts.waiting);
	return command_fail(err);
}

int cmd_intake(struct app *app, int argc, char **argv, struct err *err)
{
	struct options o = {0};
	int status;
	if (!read_options(&o, argc, argv, err))
		status = err->kind == ERR_USAGE ? command_usage(err, "intake") : command_fail(err);
	else if (!app_need_workstation(app, err))
		status = command_fail(err);
	else
		status = o.lines ? lines(app, &o, err) : one(app, &o, err);
	intake_request_clear(&o.req);
	return status;
}
