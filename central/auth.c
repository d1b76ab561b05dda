#include "central/auth.h"

#include <stdlib.h>
#include <strings.h>
#include "base/str.h"
#include "central/stations.h"
#include "core/jwt.h"
#include "i18n/lang.h"

#define ISSUER "motcua-central"

char *auth_access_token(const struct central *c, const struct caller *caller, int64_t now)
{
	struct jwt_claims claims = {.iss = ISSUER, .iat = now, .exp = now + ACCESS_TOKEN_S};
	str_copy(claims.sub, sizeof(claims.sub), caller->id);
	return jwt_make(&claims, c->key);
}

bool auth_caller(struct central *c, const char *authorization, int64_t now, struct caller *out,
	struct err *err)
{
	struct jwt_claims claims;
	bool found;
	if (strncasecmp(authorization, "Bearer ", 7) != 0)
		return err_set(err, ERR_DENIED, _("Yêu cầu này cần mã truy cập của máy trạm."));
	const char *token = authorization + 7 + strspn(authorization + 7, " ");
	if (!jwt_verify(token, c->public_key, &claims, NULL) || !str_eq(claims.iss, ISSUER))
		return err_set(err, ERR_DENIED, _("Mã truy cập không do hệ thống trung tâm này cấp."));
	if (claims.exp <= now)
		return err_set(err, ERR_DENIED, _("Mã truy cập đã hết hạn. Máy trạm sẽ tự xin mã mới."));
	if (!station_find(c->db, claims.sub, out, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_DENIED, _("Máy trạm này đã bị hủy đăng ký."));
	return true;
}

static bool assertion_times(const struct jwt_claims *a, int64_t now, struct err *err)
{
	if (a->exp <= now)
		return err_set(err, ERR_DENIED,
			_("Yêu cầu xin mã truy cập đã quá hạn: hãy kiểm tra đồng hồ của máy trạm."));
	if (a->iat > now + CLOCK_SKEW_S)
		return err_set(err, ERR_DENIED,
			_("Yêu cầu xin mã truy cập mang giờ ở tương lai: hãy kiểm tra đồng hồ của máy trạm."));
	if (a->iat <= 0 || a->exp <= a->iat || a->exp - a->iat > ASSERTION_MAX_S)
		return err_set(err, ERR_DENIED, _("Yêu cầu xin mã truy cập phải có hạn không quá %d giây."),
			ASSERTION_MAX_S);
	return true;
}

/* In the open transaction. Old ones are forgotten here: after their expiry they are refused anyway. */
static bool assertion_note(struct db *db, const struct jwt_claims *a, int64_t now, struct err *err)
{
	if (!db_run(db, err, "DELETE FROM assertions WHERE expires_at <= ?", "i", now) ||
		!db_run(db, err,
			"INSERT INTO assertions (workstation, jti, expires_at) VALUES (?, ?, ?)"
			" ON CONFLICT DO NOTHING", "tti", a->sub, a->jti, a->exp))
		return false;
	if (db_changes(db) == 0)
		return err_set(err, ERR_DENIED, _("Yêu cầu xin mã truy cập này đã được dùng một lần."));
	return true;
}

static bool assertion_once(struct db *db, const struct jwt_claims *a, int64_t now, struct err *err)
{
	return db_begin(db, err) && db_finish(db, assertion_note(db, a, now, err), err);
}

bool auth_assertion(struct central *c, const char *assertion, int64_t now, struct caller *out,
	struct err *err)
{
	struct jwt_claims claims;
	bool found;
	if (!jwt_peek(assertion, &claims, NULL))
		return err_set(err, ERR_DATA, _("Yêu cầu xin mã truy cập không đúng dạng JWT."));
	if (!station_find(c->db, claims.sub, out, &found, err))
		return false;
	if (!found || !jwt_verify(assertion, out->key, &claims, NULL))
		return err_set(err, ERR_DENIED,
			_("Máy trạm này chưa đăng ký, hoặc khóa của nó không đúng."));
	if (!str_eq(claims.iss, claims.sub) || !str_ends(claims.aud, "/v1/token"))
		return err_set(err, ERR_DENIED,
			_("Yêu cầu xin mã truy cập không dành cho hệ thống trung tâm này."));
	if (!uuid_parse(claims.jti, NULL))
		return err_set(err, ERR_DENIED, _("Yêu cầu xin mã truy cập thiếu mã dùng một lần (jti)."));
	return assertion_times(&claims, now, err) && assertion_once(c->db, &claims, now, err);
}
