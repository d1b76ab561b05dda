#include "tests/harness/soak_papers.h"

#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"

static struct paper *add(struct papers *p, int counter)
{
	if (p->n == p->room) {
		p->room = p->room ? p->room * 2 : 1024;
		p->list = xreallocarray(p->list, p->room, sizeof(*p->list));
	}
	p->list[p->n] = (struct paper){.counter = counter};
	return &p->list[p->n++];
}

bool papers_heard(struct papers *p, int counter, const char *line)
{
	const char *uuid, *code, *url;
	char in_url[DOSSIER_CODE_SIZE];
	struct paper one;
	json_t *root = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
	bool ok = root && json_unpack(root, "{s:s, s:s, s:s}", "uuid", &uuid, "code", &code,
		"tracking_url", &url) == 0 && str_copy(one.uuid, sizeof(one.uuid), uuid) &&
		str_copy(one.code, sizeof(one.code), code) && receipt_url_parse(url, in_url, one.token) &&
		str_eq(in_url, code);
	json_decref(root);
	if (!ok)
		return false;
	one.counter = counter;
	*add(p, counter) = one;
	return true;
}

void papers_found(struct papers *p, int counter, const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *e;
	while (dir && (e = readdir(dir))) {
		size_t len = strlen(e->d_name);
		char code[DOSSIER_CODE_SIZE];
		if (len <= 4 || len - 4 >= sizeof(code) || !str_ends(e->d_name, ".pdf"))
			continue;
		memcpy(code, e->d_name, len - 4);
		code[len - 4] = '\0';
		if (!dossier_code_valid(code))
			continue;
		str_copy(add(p, counter)->code, DOSSIER_CODE_SIZE, code);
		p->files++;
	}
	if (dir)
		closedir(dir);
}

static int by_code(const void *a, const void *b)
{
	const struct paper *x = a, *y = b;
	int order = strcmp(x->code, y->code);
	return order ? order : (x->counter > y->counter) - (x->counter < y->counter);
}

void papers_sort(struct papers *p)
{
	if (p->n)
		qsort(p->list, p->n, sizeof(*p->list), by_code);
}

void papers_clear(struct papers *p)
{
	free(p->list);
	*p = (struct papers){0};
}
