#include "app/print_request.h"

#include <getopt.h>
#include <string.h>

static bool read_option(struct print_request *r, int c)
{
	switch (c) {
	case 'f': r->form = optarg; return *optarg;
	case 't': r->to = optarg; return *optarg;
	case 'p': r->paper = optarg; return *optarg;
	case 's': r->settle = optarg; return true;
	case 'c': r->copy = true; return true;
	case 'a': r->again = true; return true;
	case 'l': r->list = true; return true;
	case 'j': r->json = true; return true;
	case 'w':
		if (r->n_with < PRINT_WITH_MAX)
			r->with[r->n_with] = optarg;
		r->n_with += r->n_with <= PRINT_WITH_MAX;
		return true;
	default: return false;
	}
}

bool print_request_read(struct print_request *r, int argc, char **argv)
{
	static const struct option longs[] = {
		{"form", required_argument, NULL, 'f'}, {"to", required_argument, NULL, 't'},
		{"paper", required_argument, NULL, 'p'}, {"with", required_argument, NULL, 'w'},
		{"settle", required_argument, NULL, 's'}, {"copy", no_argument, NULL, 'c'},
		{"again", no_argument, NULL, 'a'}, {"list", no_argument, NULL, 'l'},
		{"json", no_argument, NULL, 'j'}, {0},
	};
	int c;
	bool makes_paper = false; /* said what a new paper is to be like */
	*r = (struct print_request){.form = "01", .to = "", .paper = ""};
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (!read_option(r, c))
			return false;
		makes_paper = makes_paper || strchr("fpwca", c);
	}
	r->codes = argv + optind;
	r->n_codes = (size_t)(argc - optind);
	if (r->list)
		return !r->settle && !makes_paper && !*r->to;
	return r->settle ? r->n_codes == 1 && !makes_paper : r->n_codes > 0;
}
