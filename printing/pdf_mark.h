#ifndef MOTCUA_PRINTING_PDF_MARK_H
#define MOTCUA_PRINTING_PDF_MARK_H

/* By what a PDF is known to be written by this program: words that stand in each, never compressed. */

#define PDF_MAKER "motcua"
#define PDF_MARK_MAKER "/Creator (" PDF_MAKER ")"
/* Put into the catalogue. */
#define PDF_MARK_CATALOGUE \
	"/Lang (vi)\n   /ViewerPreferences << /DisplayDocTitle true /PrintScaling /None >>"

#endif
