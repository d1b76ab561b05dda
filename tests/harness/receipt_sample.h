#ifndef MOTCUA_TESTS_RECEIPT_SAMPLE_H
#define MOTCUA_TESTS_RECEIPT_SAMPLE_H

/* A made-up dossier and the input of its receipt, for the tests of printing. */

#include "core/dossier.h"
#include "printing/form.h"
#include "printing/worker.h"

#define SAMPLE_CODE "H01.91.12-261123-0043"
#define SAMPLE_NAME "Nguyễn Thị Ánh Mẫu"
#define SAMPLE_ID "089190001234"
#define SAMPLE_URL "https://dichvucong.example.vn/t/" SAMPLE_CODE "/" \
	"AQECAwQBjwAAAAB3AIAAAAAAAAAAagAAAGoAAAAAq83vASNFZ4mrze8BI0VniQAAAAAAAAAAq83vASNFZ4mrze8BI0Vn" \
	"ias83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRW"

/* Everything filled in, received Monday 2026-11-23 08:43; dossier_clear by the caller. */
void sample_dossier(struct dossier *d);
struct form_input sample_input(const struct dossier *d);
/* The same as the data of an order; on the heap. */
char *sample_data(const struct form_input *in);
/* On the heap, as worker_submit wants it; files go to dir. */
struct print_order *sample_order(const struct dossier *d, enum print_target target, const char *name,
	const char *dir);

#endif
