#include "printing/qr.h"

#include <qrencode.h>
#include <stddef.h>
#include <stdlib.h>
#include "base/mem.h"
#include "i18n/lang.h"

bool qr_encode(const char *text, struct qr *out, struct err *err)
{
	*out = (struct qr){0};
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (!code)
		return err_set(err, ERR_DATA,
			_("Không tạo được mã QR: địa chỉ tra cứu trống hoặc quá dài."));
	size_t n = (size_t)code->width * (size_t)code->width;
	out->size = code->width;
	out->modules = xmalloc(n);
	for (size_t i = 0; i < n; i++)
		out->modules[i] = code->data[i] & 1;
	QRcode_free(code);
	return true;
}

void qr_clear(struct qr *qr)
{
	free(qr->modules);
	*qr = (struct qr){0};
}
