#include "central/command.h"

#include <stdio.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

const struct central_command central_commands[] = {
	{"", "", N_("phục vụ các máy trạm và trang tra cứu, đến khi nhận tín hiệu TERM"), NULL, 0, 0,
		true, central_cmd_serve},
	{"import", "KIND FILE", N_("nhập danh mục: procedures, agencies, areas, calendar, accounts"),
		N_("Tệp CSV hoặc JSON, \"-\" là đầu vào chuẩn. Nhập tất cả hoặc không nhập gì: một dòng "
		   "sai thì cả tệp bị từ chối, và mỗi dòng sai được nêu cùng số dòng. Dòng có nội dung như "
		   "cũ không tạo phiên bản mới; dòng mang deleted = 1 rút mục đó khỏi danh mục."),
		2, 2, false, central_cmd_import},
	{"enrol-code", "--agency ID --counter N", N_("tạo mã đăng ký dùng một lần cho một máy trạm"),
		N_("Mã có hạn 24 giờ và chỉ hiện ra một lần này; cơ sở dữ liệu chỉ giữ dấu băm của nó."),
		0, 0, false, central_cmd_enrol_code},
	{"received", "--agency ID --counter N", N_("các hồ sơ đã nhận từ một quầy: mã và lúc tiếp nhận"),
		N_("Để đối chiếu với một máy trạm vừa khôi phục dữ liệu từ bản cũ; trên máy đó: motcua queue missing TỆP."),
		0, 0, false, central_cmd_received},
	{"check", "", N_("xem cấu hình đã đủ chưa"),
		N_("Mã thoát 0 khi đủ, 78 khi thiếu điều khiến quầy không làm việc được."), 0, 0,
		false, central_cmd_check},
	{"version", "", N_("phiên bản"), NULL, 0, 0, true, central_cmd_version},
	{"help", "[COMMAND]", N_("trợ giúp"), NULL, 0, 1, true, central_cmd_help},
};
const size_t n_central_commands = ARRAY_LEN(central_commands);

const struct central_command *central_command_find(const char *name)
{
	for (size_t i = 0; i < n_central_commands; i++) {
		if (str_eq(central_commands[i].name, name))
			return &central_commands[i];
	}
	return NULL;
}

int central_cmd_version(struct central *c, const struct options *o, struct err *err)
{
	(void)c, (void)o, (void)err;
	puts("motcua-central " VERSION);
	return 0;
}

static void print_summary(void)
{
	puts(_("motcua-central [TÙY CHỌN] [LỆNH]"));
	putchar('\n');
	for (size_t i = 0; i < n_central_commands; i++) {
		const struct central_command *cmd = &central_commands[i];
		printf("  %-10s  %s\n", *cmd->name ? cmd->name : _("(không có)"), _(cmd->summary));
	}
	putchar('\n');
	options_print();
}

int central_cmd_help(struct central *c, const struct options *o, struct err *err)
{
	(void)c;
	if (o->n_args == 0) {
		print_summary();
		return 0;
	}
	const struct central_command *cmd = central_command_find(o->args[0]);
	if (!cmd) {
		err_set(err, ERR_USAGE, _("Không có lệnh %.60s. Xem: motcua-central help"), o->args[0]);
		return -1;
	}
	printf("motcua-central %s %s\n    %s\n", cmd->name, cmd->usage, _(cmd->summary));
	if (cmd->details)
		printf("    %s\n", _(cmd->details));
	return 0;
}
