#include "tests/harness/receipt_sample.h"

#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/record.h"
#include "printing/render.h"

#define RECEIVED 1795398180 /* 2026-11-23T08:43:00+07:00 */

static struct dossier_component *components(struct arena *arena)
{
	static const struct dossier_component list[] = {
		{"1", "Văn bản đề nghị hưởng trợ cấp hưu trí xã hội (Mẫu số 01)", {[COPY_ORIGINAL] = 1}},
		{"2", "Giấy chứng nhận đăng ký kết hôn", {[COPY_CERTIFIED] = 2, [COPY_PHOTO] = 3}},
		{"3", "Giấy tờ do nước ngoài cấp", {[COPY_ORIGINAL] = 1, [COPY_TRANSLATION] = 1}},
	};
	return memcpy(arena_alloc(arena, sizeof(list)), list, sizeof(list));
}

void sample_dossier(struct dossier *d)
{
	dossier_init(d);
	d->applicant = (struct person){
		.kind = APPLICANT_CITIZEN, .name = SAMPLE_NAME, .id_number = SAMPLE_ID,
		.birth = {1990, 9, 2}, .sex = SEX_FEMALE, .address = "Ấp Vĩnh Phú, xã Vĩnh Hanh, tỉnh An Giang",
		.phone = "0912345678", .email = "mau@example.vn", .tax_code = "", .source = ID_CARD_QR,
	};
	d->procedure_code = "1.014027";
	d->procedure_name = "Thực hiện, điều chỉnh, thôi hưởng trợ cấp hưu trí xã hội";
	d->case_id = "1";
	d->case_name = "Hưởng lần đầu";
	d->procedure_version = 1;
	d->components = components(&d->arena);
	d->n_components = 3;
	d->copies = 1;
	d->fee = FEE_FREE;
	d->time = (struct time_limit){TIME_WORKING_DAYS, 10};
	d->channel = CHANNEL_DIRECT;
	d->result = RESULT_DIRECT;
	d->agency = "H01.91.12";
	d->agency_name = "Ủy ban nhân dân phường Long Xuyên";
	d->workstation = "01936f1e-5b2a-7c3d-8e4f-0123456789ab";
	d->counter = 3;
	d->officer = "mau";
	d->officer_name = "Trần Văn Mẫu";
	str_copy(d->uuid, sizeof(d->uuid), "01936f1e-5b2a-7c3d-8e4f-00000000002b");
	str_copy(d->code, sizeof(d->code), SAMPLE_CODE);
	str_copy(d->block, sizeof(d->block), "01936f1e-5b2a-7c3d-8e4f-000000000001");
	d->sequence = 43;
	d->received_at = RECEIVED;
	d->due_at = RECEIVED + 15 * 86400;
	d->clock_trusted = true;
}

struct sample_input sample_input(const struct dossier *d)
{
	return (struct sample_input){
		.dossier = d, .tracking_url = SAMPLE_URL, .parent_name = "Ủy ban nhân dân tỉnh An Giang",
		.place = "Long Xuyên", .register_no = "", .copy = 0,
	};
}

char *sample_data(const struct sample_input *in)
{
	struct record *data = record_new(), *agency = record_new();
	struct err err = ERR_INIT;
	struct buf json;

	buf_init(&json, ORDER_DATA_MAX);
	dossier_to_json(in->dossier, &json);
	if (!record_json(data, "dossier", buf_str(&json), &err))
		bug_abort(__FILE__, __LINE__, err.text);
	record_text(agency, "id", in->dossier->agency);
	record_text(agency, "name", in->dossier->agency_name);
	record_text(agency, "parent", in->parent_name);
	record_text(agency, "place", in->place);
	record_child(data, "agency", agency);
	record_text(data, "tracking_url", in->tracking_url);
	record_text(data, "register_no", in->register_no);
	record_time(data, "dated_at", in->dated_at ? in->dated_at : in->dossier->correction.at ?
		in->dossier->correction.at : in->dossier->received_at);
	if (in->problem) {
		buf_reset(&json);
		problem_to_json(in->problem, &json);
		if (!record_json(data, "problem", buf_str(&json), &err))
			bug_abort(__FILE__, __LINE__, err.text);
	}
	buf_reset(&json);
	record_write(data, &json);
	return buf_take(&json);
}

bool sample_render(const struct sample_input *in, struct buf *pdf, struct err *err)
{
	struct print_order order = {.copy = in->copy, .english = in->english, .data = sample_data(in)};

	str_copy(order.form, sizeof(order.form), in->form ? in->form : "01");
	str_copy(order.paper, sizeof(order.paper), in->paper ? in->paper : "");
	str_copy(order.subject, sizeof(order.subject), in->dossier->code);
	bool ok = render_order(&order, in->dpi, pdf, NULL, err);
	free(order.data);
	return ok;
}

struct print_order *sample_order(const struct dossier *d, enum print_target target, const char *name,
	const char *dir)
{
	struct print_order *o = xcalloc(1, sizeof(*o));
	struct sample_input in = sample_input(d);

	o->data = sample_data(&in);
	str_copy(o->job, sizeof(o->job), "01936f1e-5b2a-7c3d-8e4f-0000000000aa");
	str_copy(o->form, sizeof(o->form), "01");
	str_copy(o->subject, sizeof(o->subject), d->code);
	o->target = target;
	o->name = xstrdup(name);
	o->fallback_dir = xstrdup(dir);
	o->file_name = xstrdup(SAMPLE_CODE ".pdf");
	return o;
}
