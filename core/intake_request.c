#include "core/intake_request.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "core/delegate.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define FIELD_MAX 4096 /* bytes of any text option; dossier_check has the narrower limits */

void intake_request_clear(struct intake_request *req)
{
	arena_clear(&req->arena);
	*req = (struct intake_request){0};
}

static bool bad_component(struct err *err, const char *why)
{
	return err_at(err, ERR_DATA, "component", _("%s Viết như 1=original:1 hoặc 2=certified:1,copy:2."),
		why);
}

/* One "KIND:COUNT"; len bytes. */
static bool read_kind(struct component_request *c, const char *text, size_t len, struct err *err)
{
	char part[64];
	enum copy_kind kind;
	int64_t count;
	if (len >= sizeof(part))
		return bad_component(err, _("Số lượng thành phần quá dài."));
	memcpy(part, text, len);
	part[len] = '\0';
	char *colon = strchr(part, ':');
	if (!colon)
		return bad_component(err, _("Thiếu số lượng của thành phần."));
	*colon = '\0';
	if (!copy_kind_parse(part, &kind))
		return bad_component(err, _("Loại bản phải là original, certified, copy hoặc translation."));
	if (!str_to_int(colon + 1, 0, COMPONENT_COUNT_MAX, &count))
		return bad_component(err, _("Số bản phải từ 0 đến 99."));
	if (c->given & 1u << kind)
		return bad_component(err, _("Một loại bản được nêu hai lần."));
	c->given |= 1u << kind;
	c->count[kind] = (int)count;
	return true;
}

bool intake_request_component(struct intake_request *req, const char *text, struct err *err)
{
	const char *equals = strchr(text, '=');
	if (!equals || equals == text || strlen(text) > FIELD_MAX)
		return bad_component(err, _("Không đọc được thành phần hồ sơ."));
	if (req->n_components == COMPONENTS_MAX)
		return bad_component(err, _("Quá nhiều thành phần hồ sơ."));
	struct component_request c = {0};
	c.id = arena_strndup(&req->arena, text, (size_t)(equals - text));
	for (const char *p = equals + 1;; p++) {
		size_t len = strcspn(p, ",");
		if (!read_kind(&c, p, len, err))
			return false;
		p += len;
		if (!*p)
			break;
	}
	for (size_t i = 0; i < req->n_components; i++) {
		if (str_eq(req->components[i].id, c.id))
			return bad_component(err, _("Một thành phần được nêu hai lần."));
	}
	req->components[req->n_components++] = c;
	return true;
}

bool intake_request_result(struct intake_request *req, const char *text, struct err *err)
{
	req->postal = str_eq(text, "postal");
	return req->postal || str_eq(text, "direct") || err_at(err, ERR_DATA, "result",
		_("Cách trả kết quả phải là direct (tại quầy) hoặc postal (bưu điện)."));
}

/* ---- from JSON: a table of members, each with the way it is taken */

typedef bool take_fn(struct intake_request *req, const json_t *value, size_t offset, struct err *err);

static bool take_text(struct intake_request *req, const json_t *value, size_t offset, struct err *err)
{
	const char *text = json_string_value(value);
	if (!text || json_string_length(value) != strlen(text) || strlen(text) > FIELD_MAX)
		return err_set(err, ERR_DATA, _("phải là chữ"));
	*(const char **)((char *)req + offset) = arena_strdup(&req->arena, text);
	return true;
}

static bool take_applicant(struct intake_request *req, const json_t *value, size_t offset,
	struct err *err)
{
	(void)offset;
	if (!json_is_object(value))
		return err_set(err, ERR_DATA, _("phải là một đối tượng JSON"));
	char *text = json_dumps(value, JSON_COMPACT);
	BUG_ON(!text);
	req->applicant = arena_strdup(&req->arena, text);
	free(text);
	return true;
}

static bool take_components(struct intake_request *req, const json_t *value, size_t offset,
	struct err *err)
{
	size_t i;
	json_t *item;
	(void)offset;
	if (!json_is_array(value))
		return err_set(err, ERR_DATA, _("phải là một danh sách như [\"1=original:1\"]"));
	json_array_foreach((json_t *)value, i, item) {
		const char *text = json_string_value(item);
		if (!intake_request_component(req, text ? text : "", err))
			return false;
	}
	return true;
}

static bool take_copies(struct intake_request *req, const json_t *value, size_t offset, struct err *err)
{
	(void)offset;
	req->copies = json_integer_value(value);
	return (json_is_integer(value) && req->copies >= 1 && req->copies <= COPIES_MAX) ||
		err_set(err, ERR_DATA, _("phải là một số từ 1 đến 20"));
}

static bool take_result(struct intake_request *req, const json_t *value, size_t offset, struct err *err)
{
	(void)offset;
	return intake_request_result(req, json_is_string(value) ? json_string_value(value) : "", err);
}

static bool take_print(struct intake_request *req, const json_t *value, size_t offset, struct err *err)
{
	(void)offset;
	req->print = json_is_true(value);
	return json_is_boolean(value) || err_set(err, ERR_DATA, _("phải là true hoặc false"));
}

static const struct member {
	const char *name;
	take_fn *take;
	size_t offset;
} members[] = {
	{"card", take_text, offsetof(struct intake_request, card)},
	{"applicant", take_applicant, 0},
	{"procedure", take_text, offsetof(struct intake_request, procedure)},
	{"case", take_text, offsetof(struct intake_request, case_id)},
	{"phone", take_text, offsetof(struct intake_request, phone)},
	{"component", take_components, 0},
	{"delegate", take_text, offsetof(struct intake_request, delegate)},
	{"copies", take_copies, 0},
	{"result", take_result, 0},
	{"note", take_text, offsetof(struct intake_request, note)},
	{"print", take_print, 0},
	{"uuid", take_text, offsetof(struct intake_request, uuid)},
};

static bool take_member(struct intake_request *req, const char *key, const json_t *value,
	struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		if (!str_eq(members[i].name, key))
			continue;
		struct err why = ERR_INIT;
		return members[i].take(req, value, members[i].offset, &why) ||
			err_at(err, ERR_DATA, members[i].name, "%s", why.text);
	}
	return err_set(err, ERR_DATA, _("không có mục \"%.40s\"; xem: motcua help intake"), key);
}

bool intake_request_from_json(struct intake_request *req, const char *json, size_t len,
	struct err *err)
{
	json_error_t why;
	const char *key;
	json_t *value;
	if (len > INTAKE_LINE_MAX)
		return err_set(err, ERR_DATA, _("dòng dài quá 64 KB"));
	json_t *root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &why);
	bool ok = json_is_object(root) ||
		(!root && json_error_code(&why) == json_error_invalid_utf8 ? err_set(err, ERR_DATA,
			_("có ký tự không phải UTF-8; hãy lưu tệp bằng bảng mã UTF-8 rồi làm lại")) :
		err_set(err, ERR_DATA, _("không phải một đối tượng JSON (cột %d)"), root ? 1 : why.column));
	if (ok) {
		json_object_foreach(root, key, value) {
			ok = ok && take_member(req, key, value, err);
		}
	}
	json_decref(root);
	return ok;
}

/* ---- into a dossier */

/* A fault of the whole, such as broken JSON, still has a name to look for. */
static bool at_least_at(struct err *err, const char *field)
{
	if (err && !err->field[0])
		str_copy(err->field, sizeof(err->field), field);
	return false;
}

static bool fill_person(const struct intake_request *req, struct date today, struct dossier *d,
	struct err *err)
{
	struct card card;
	if (!!req->card == !!req->applicant)
		return err_set(err, ERR_DATA, _("Cần đúng một trong hai: chữ trên thẻ (card) hoặc người nộp "
			"(applicant)."));
	if (req->applicant && !dossier_use_applicant(d, req->applicant, strlen(req->applicant), err))
		return at_least_at(err, "applicant");
	if (req->applicant)
		return true;
	if (!card_parse(req->card, strlen(req->card), today, &card, err))
		return at_least_at(err, "card");
	dossier_use_card(d, &card);
	return true;
}

static bool fill_components(const struct intake_request *req, struct dossier *d, struct err *err)
{
	for (size_t i = 0; i < req->n_components; i++) {
		size_t at = 0;
		while (at < d->n_components && !str_eq(d->components[at].id, req->components[i].id))
			at++;
		if (at == d->n_components)
			return err_at(err, ERR_DATA, "component", _("Trường hợp này không có thành phần \"%.40s\"."),
				req->components[i].id);
		memcpy(d->components[at].count, req->components[i].count, sizeof(d->components[at].count));
	}
	return true;
}

/* Cleaned into the dossier's arena; NULL stays what it was. */
static void fill_text(struct dossier *d, const char **slot, const char *text, unsigned flags)
{
	struct buf clean;
	if (!text)
		return;
	buf_init(&clean, FIELD_MAX);
	text_clean(text, strlen(text), flags, &clean);
	*slot = arena_strdup(&d->arena, buf_str(&clean));
	buf_clear(&clean);
}

static bool fill_delegate(const struct intake_request *req, struct date today, struct dossier *d, struct err *err)
{
	struct buf text;
	if (!req->delegate)
		return true;
	buf_init(&text, FIELD_MAX);
	bool ok = delegate_read(req->delegate, today, &text, err);
	d->delegate = arena_strdup(&d->arena, buf_str(&text));
	buf_clear(&text);
	return ok;
}

bool intake_request_fill(const struct intake_request *req, const struct procedure *p, struct date today,
	struct dossier *d, struct err *err)
{
	if (!fill_person(req, today, d, err) || !fill_delegate(req, today, d, err) ||
		!dossier_use_procedure(d, p, req->case_id, err) || !fill_components(req, d, err))
		return false;
	fill_text(d, &d->applicant.phone, req->phone, 0);
	fill_text(d, &d->note, req->note, TEXT_LINES);
	d->copies = req->copies ? (int)req->copies : 1;
	d->result = req->postal ? RESULT_POSTAL : RESULT_DIRECT;
	return true;
}
