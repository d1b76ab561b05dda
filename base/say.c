#include "base/say.h"

#include <errno.h>
#include <string.h>
#include "base/mem.h"

static const struct {
	int error;
	const char *text;
} reasons[] = {
	{EACCES, N_("không đủ quyền")},
	{EPERM, N_("không đủ quyền")},
	{ENOENT, N_("không có tệp hay thư mục này")},
	{ENOTDIR, N_("một phần của đường dẫn không phải thư mục")},
	{EISDIR, N_("đây là thư mục, không phải tệp")},
	{EROFS, N_("ổ đĩa chỉ cho đọc")},
	{ENOSPC, N_("ổ đĩa đã đầy")},
	{EDQUOT, N_("đã dùng hết dung lượng được cấp")},
	{EFBIG, N_("tệp lớn quá mức cho phép")},
	{EIO, N_("ổ đĩa báo lỗi đọc ghi")},
	{EMFILE, N_("chương trình mở quá nhiều tệp")},
	{ENFILE, N_("máy mở quá nhiều tệp")},
	{ENAMETOOLONG, N_("tên quá dài")},
	{ELOOP, N_("liên kết vòng quanh")},
	{EBADF, N_("không mở sẵn để đọc")},
	{EADDRINUSE, N_("cổng đang có chương trình khác dùng")},
	{EADDRNOTAVAIL, N_("máy này không có địa chỉ ấy")},
};

const char *say_errno(int error)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (reasons[i].error == error)
			return _(reasons[i].text);
	}
	return strerror(error);
}
