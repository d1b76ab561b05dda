#include "app/command.h"

#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

const struct command commands[] = {
	{"screen", cmd_screen, "", N_("màn hình làm việc (cũng là khi không có lệnh nào)"), NULL, false},
	{"intake", cmd_intake,
		N_("[--card TEXT | --applicant JSON] --procedure CODE [--case ID]\n"
		"[--phone N] [--component ID=KIND:COUNT[,…]]… [--delegate TEXT] [--copies N]\n"
		"[--result direct|postal] [--note TEXT] [--print] [--json]\n"
		"hoặc: intake -   (mỗi dòng của đầu vào chuẩn là một đối tượng JSON, cùng tên mục)"),
		N_("tiếp nhận một hồ sơ nộp trực tiếp"),
		N_("Dòng JSON có \"uuid\" của hồ sơ bị từ chối là bản sửa của hồ sơ đó: giữ nguyên mã, cấp giấy hẹn "
		   "mới thay giấy cũ. "
		   "KIND: original, certified, copy, translation. Không có --component thì lấy số bản "
		   "thường dùng của thủ tục. Mã thoát 0 khi trung tâm đã nhận, 75 khi hồ sơ an toàn ở máy "
		   "này và chờ gửi."), false},
	{"card", cmd_card, "TEXT|-", N_("đọc chữ trong mã QR hoặc dòng MRZ của thẻ căn cước"), NULL, false},
	{"due", cmd_due, "--received TIME (--procedure CODE | --days N | --hours N) [--calendar-days]",
		N_("tính giờ hẹn trả"), NULL, false},
	{"queue", cmd_queue, "[list | show UUID | retry UUID | retry --all |\n"
		"settle UUID | missing FILE|- | export FILE] [--json]",
		N_("hồ sơ chờ gửi và hồ sơ bị từ chối"),
		N_("settle: trung tâm đang giữ một bản khác của hồ sơ, và bản ở trung tâm là bản đúng; bản ở máy này được "
		   "cất đi, ai ghi và lúc nào thì được giữ. show và settle cũng nhận mã hồ sơ. "
		   "missing đọc danh sách hồ sơ trung tâm đã nhận từ quầy này (motcua-central received) và kê những hồ sơ máy "
		   "này không có; mã thoát 65 khi có hồ sơ như vậy. "
		   "export ghi hàng đợi ra một tệp niêm phong để máy khác của đơn vị gửi thay, và hiện mã mở "
		   "tệp một lần; làm được cả khi tệp dữ liệu hỏng hoặc không ghi được. Mã thoát 74 khi có hồ "
		   "sơ không đọc được."), false},
	{"import", cmd_import, "FILE [--dry-run] [--json]",
		N_("nhập hàng đợi do máy khác của đơn vị xuất ra (motcua queue export)"),
		N_("Hỏi mã mở tệp; không có cửa sổ dòng lệnh thì đọc mã ở dòng đầu của đầu vào chuẩn. Nhập tất "
		   "cả hoặc không gì cả. Mã thoát 65 khi tệp bị từ chối, 77 khi mã sai."), false},
	{"sync", cmd_sync, "(--once | --watch) [--json]", N_("gửi hồ sơ về trung tâm, lấy số và danh mục"),
		N_("Với --once, mã thoát 0 khi đã gửi hết, 75 khi còn hồ sơ chờ, 65 khi có hồ sơ bị "
		   "từ chối. --watch chạy mãi, gửi cả khi không ai mở motcua. Mỗi lúc chỉ một chương trình "
		   "gửi; chương trình khác đang gửi thì --once chờ đến khi hàng đợi không vơi nữa."),
		false},
	{"print", cmd_print,
		N_("CODE… [--form ID] [--with NAME=TEXT]… [--paper KIND] [--copy] [--again]\n"
		"[--to PRINTER|FILE.pdf|FILE.bin] [--json]\n"
		"hoặc: print --list [CODE…] [--json]\n"
		"hoặc: print --settle JOB printed|again|drop [--to …] [--json]"),
		N_("in giấy hẹn và mọi mẫu khác; bản in lại ghi BẢN SAO"),
		N_("CODE là mã hồ sơ; với guidance là mã thủ tục; với 07 là ngày (2026-11-23), tháng (2026-11) hoặc "
		   "TỪ..ĐẾN. Mẫu: 01 đến 07, fee, charge, results, guidance, label, joint, notice; không nói thì 01. "
		   "--with trả lời điều mẫu hỏi, như --with reason=\"thiếu chữ ký\"; mục nhiều dòng thì nói nhiều "
		   "lần. Không trả lời gì mà đã có giấy thì in lại giấy ấy, thành bản sao. Mã thoát 0 khi giấy đã "
		   "ra, 75 khi lệnh in còn ở máy in, 69 khi chưa in được. --list: giấy chưa xong, hoặc mọi giấy của "
		   "hồ sơ. --settle: cán bộ cho biết đã có giấy, in lại, hay bỏ."), false},
	{"verify", cmd_verify, N_("URL|TOKEN [--code CODE] [--json]\n"
		"hoặc: verify --journal [FILE|-] [--json]"),
		N_("kiểm tra giấy hẹn thật hay giả; không cần mạng"),
		N_("--journal: kiểm tra cả sổ giấy hẹn của máy này, hoặc một danh sách, mỗi dòng một địa chỉ "
		   "tra cứu hay \"MÃ-HỒ-SƠ MÃ-XÁC-THỰC\": chỗ thiếu, sai thứ tự, trùng, giả, của nơi khác. Mã "
		   "thoát 0 khi thật và nguyên vẹn, 65 khi không."), false},
	{"search", cmd_search, "TEXT [--json]",
		N_("tìm trong hồ sơ giữ ở máy này: số cuối của mã, họ tên hoặc thủ tục (không cần dấu), số định danh, điện thoại; "
			"khớp nhất đứng đầu"), NULL,
		false},
	{"enrol", cmd_enrol, "CODE", N_("tạo khóa của máy này và đăng ký với trung tâm"), NULL, false},
	{"pin", cmd_pin, "[list | clear ACCOUNT] [--json]",
		N_("ai có mã PIN ở máy này; xóa mã bị quên khi không có người phụ trách"),
		N_("Mã PIN chỉ được gõ trên màn hình làm việc, không bao giờ trên dòng lệnh."), false},
	{"doctor", cmd_doctor, "[--json]", N_("kiểm tra máy: điều gì sai và sửa thế nào"),
		N_("Mã thoát 69 khi có điều cần sửa, 74 khi không dùng được dữ liệu của máy."), false},
	{"type", cmd_type, "--method telex|vni [--style old|new]",
		N_("bộ gõ tiếng Việt: mỗi dòng phím vào, một dòng chữ ra"),
		N_("\\b là phím xóa lùi, \\n là hết từ, \\k là trả từ đang gõ về các phím đã gõ. Cuối dòng không kết thúc từ đang gõ."), true},
	{"version", cmd_version, "", N_("phiên bản"), NULL, true},
	{"help", cmd_help, "[COMMAND | keys]", N_("trợ giúp"), N_("keys: mọi phím của từng màn hình."), true},
};

const size_t n_commands = ARRAY_LEN(commands);

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < n_commands; i++) {
		if (str_eq(commands[i].name, name))
			return &commands[i];
	}
	return NULL;
}

const char *command_options(const struct command *command)
{
	return command->usage[0] ? _(command->usage) : ""; /* of "" gettext tells the catalogue's header */
}

int command_fail(const struct err *err)
{
	return err_exit_status(err->kind);
}

int command_usage(struct err *err, const char *name)
{
	const struct command *command = command_find(name);
	err_set(err, ERR_USAGE, _("Cách dùng: motcua %s %s"), name, command_options(command));
	return command_fail(err);
}
