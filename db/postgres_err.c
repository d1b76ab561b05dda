#include "db/postgres_err.h"

#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

#define AWAY N_("Máy chủ cơ sở dữ liệu đang tạm ngừng; việc vừa làm chưa được lưu. Hãy thử lại")
#define BUSY N_("Cơ sở dữ liệu đang bận vì việc khác; việc vừa làm chưa được lưu. Hãy thử lại")
#define DAMAGED N_("Cơ sở dữ liệu bị hỏng; nó được giữ nguyên. Hãy khôi phục từ bản sao lưu")
#define DENIED N_("Tài khoản cơ sở dữ liệu thiếu quyền, hoặc không có cơ sở dữ liệu ấy. Hãy kiểm tra " \
	"--db và quyền của tài khoản")

/* A whole code, or the head of one; the first that fits is taken.
 * PostgreSQL 15, appendix A: error codes. */
static const struct {
	const char *head;
	enum err_kind kind;
	const char *text;
} reasons[] = {
	{"23", ERR_DATA, N_("Dữ liệu bị từ chối vì trái ràng buộc")},
	{"22", ERR_DATA, N_("Dữ liệu bị từ chối vì có giá trị không lưu được")},
	{"55P03", ERR_UNAVAILABLE, BUSY},
	{"57014", ERR_UNAVAILABLE, BUSY},
	{"40", ERR_UNAVAILABLE, BUSY},
	{"53100", ERR_DISK, N_("Ổ đĩa của máy chủ cơ sở dữ liệu đã đầy; việc vừa làm chưa được lưu, dữ "
		"liệu cũ còn nguyên. Hãy giải phóng dung lượng")},
	{"53", ERR_UNAVAILABLE, BUSY},
	{"58", ERR_DISK, N_("Máy chủ cơ sở dữ liệu báo lỗi đọc ghi; việc vừa làm chưa được lưu. Hãy kiểm "
		"tra ổ đĩa của máy chủ")},
	{"XX001", ERR_DAMAGED, DAMAGED},
	{"XX002", ERR_DAMAGED, DAMAGED},
	{"08", ERR_UNAVAILABLE, AWAY},
	{"57", ERR_UNAVAILABLE, AWAY},
	{"25P03", ERR_UNAVAILABLE, AWAY},
	{"25006", ERR_UNAVAILABLE, N_("Máy chủ cơ sở dữ liệu này đang là bản dự phòng chỉ đọc; việc vừa "
		"làm chưa được lưu. Hãy thử lại")},
	{"28", ERR_CONFIG, DENIED},
	{"3D", ERR_CONFIG, DENIED},
	{"42501", ERR_CONFIG, DENIED},
	{"42P07", ERR_CONFIG, N_("Cơ sở dữ liệu này đã có bảng của chương trình khác. Hãy dùng một cơ sở "
		"dữ liệu riêng")},
	{"", ERR_BUG, N_("Lỗi chương trình khi dùng cơ sở dữ liệu")},
};

static const char *field(const PGresult *result, int code)
{
	const char *text = PQresultErrorField(result, code);
	return text ? text : "";
}

bool postgres_fail(const PGresult *result, bool *read_only, struct err *err)
{
	const char *state = field(result, PG_DIAG_SQLSTATE);
	const char *what = field(result, PG_DIAG_CONSTRAINT_NAME);
	if (!*what)
		what = field(result, PG_DIAG_TABLE_NAME);
	/* a session that broke has no code of its own */
	if (!*state)
		state = "08006";
	if (str_eq(state, "25006"))
		*read_only = true;
	size_t i = 0;
	while (!str_starts(state, reasons[i].head))
		i++;
	return err_set(err, reasons[i].kind, "%s (%s%s%s).", _(reasons[i].text), state,
		*what ? " " : "", what);
}

bool postgres_fail_open(const PGconn *pg, struct err *err)
{
	char why[300], *at;
	const char *said = PQerrorMessage(pg);
	if (!str_copy(why, sizeof(why), said)) {
		memcpy(why, said, sizeof(why) - 1);
		why[sizeof(why) - 1] = '\0';
	}
	for (at = why; *at; at++) {
		if (*at == '\n' || *at == '\t')
			*at = ' ';
	}
	while (at > why && at[-1] == ' ')
		*--at = '\0';
	if (PQconnectionNeedsPassword(pg))
		return err_set(err, ERR_CONFIG, _("Máy chủ cơ sở dữ liệu đòi mật khẩu. Hãy ghi nó vào "
			"~/.pgpass (quyền 0600) hoặc tệp mà PGPASSFILE chỉ tới."));
	return err_set(err, ERR_UNAVAILABLE, _("Không vào được máy chủ cơ sở dữ liệu (%s)."), why);
}
