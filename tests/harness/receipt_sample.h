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

/* What a form of a dossier is made from. */
struct sample_input {
	const char *form;              /* "01" where NULL; of the program's own templates */
	const char *paper;             /* NULL: the form's usual one */
	const struct dossier *dossier;
	const char *tracking_url, *parent_name, *place, *register_no;
	int copy;
	const struct problem *problem; /* NULL: none */
	int64_t dated_at;              /* 0: when it was received, or corrected */
	bool english;
	int dpi;                       /* 0: to a PDF, else the bytes for a thermal printer */
};

struct sample_input sample_input(const struct dossier *d);
/* The same as the data of an order; on the heap. */
char *sample_data(const struct sample_input *in);
/* Rendered as the press does it. */
bool sample_render(const struct sample_input *in, struct buf *pdf, struct err *err);
/* On the heap, as worker_submit wants it; files go to dir. */
struct print_order *sample_order(const struct dossier *d, enum print_target target, const char *name,
	const char *dir);

#endif
