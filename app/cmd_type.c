/* motcua type: the input method as a filter, for trying it and for testing it. */

#include "app/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/ime.h"
#include "i18n/lang.h"
#include "i18n/text.h"

enum { TYPE_LINE_MAX = 1000000 };

struct line {
	struct ime ime;
	char *text; /* at least len + IME_ROOM bytes */
	size_t len;
};

/* What one key can add at most: a word goes back to all its keys. */
enum { IME_ROOM = 4 * IME_KEYS_MAX + 8 };

/* The word the cursor stands behind is swapped for another. */
static void swap_word(struct line *line, size_t start, const char *word)
{
	size_t n = strlen(word);
	memcpy(line->text + start, word, n + 1);
	line->len = start + n;
}

static void backspace(struct line *line)
{
	char out[IME_ROOM + IME_WORD_SIZE];
	size_t start = ime_word_start(line->text, line->len);
	if (ime_backspace(&line->ime, line->text + start, out, sizeof(out)))
		swap_word(line, start, out);
	else
		line->len -= text_prev(line->text, line->len);
	line->text[line->len] = '\0';
}

/* key: its bytes as they came. */
static void press(struct line *line, uint32_t key, const char *bytes, size_t n)
{
	char out[IME_ROOM + IME_WORD_SIZE];
	size_t start = ime_word_start(line->text, line->len);
	if (ime_key(&line->ime, line->text + start, key, out, sizeof(out))) {
		swap_word(line, start, out);
		return;
	}
	memcpy(line->text + line->len, bytes, n);
	line->text[line->len += n] = '\0';
}

static void commit(struct line *line)
{
	char out[IME_ROOM + IME_WORD_SIZE];
	size_t start = ime_word_start(line->text, line->len);
	if (ime_break(&line->ime, line->text + start, out, sizeof(out)))
		swap_word(line, start, out);
}

/* The officer wants the keys of this word as they were typed. */
static void keys_back(struct line *line)
{
	char out[IME_ROOM + IME_WORD_SIZE];
	size_t start = ime_word_start(line->text, line->len);
	if (ime_raw(&line->ime, line->text + start, out, sizeof(out)))
		swap_word(line, start, out);
}

/* The composed line; the caller frees. The text never outgrows the keys by more than one word. */
static char *compose(const struct ime *fresh, const char *keys, size_t len)
{
	struct line line = {.ime = *fresh, .text = xmalloc(3 * len + IME_ROOM + IME_WORD_SIZE), .len = 0};
	line.text[0] = '\0';
	for (size_t i = 0, n; i < len; i += n) {
		uint32_t key;
		if (keys[i] == '\b' || strncmp(keys + i, "\\b", 2) == 0) {
			n = keys[i] == '\b' ? 1 : 2;
			backspace(&line);
		} else if (strncmp(keys + i, "\\n", 2) == 0) {
			n = 2;
			commit(&line);
		} else if (strncmp(keys + i, "\\k", 2) == 0) {
			n = 2;
			keys_back(&line);
		} else if ((n = text_char(keys + i, len - i, &key)) == 0) {
			n = 1; /* not UTF-8: no key gives that */
		} else if (key >= ' ' || key == '\t') {
			press(&line, key, keys + i, n);
		}
	}
	return line.text;
}

static bool read_options(int argc, char **argv, struct ime *ime)
{
	int method = -1, style = IME_OLD;
	for (int i = 1; i < argc; i += 2) {
		if (i + 1 == argc)
			return false;
		if (str_eq(argv[i], "--method") && str_eq(argv[i + 1], "telex"))
			method = IME_TELEX;
		else if (str_eq(argv[i], "--method") && str_eq(argv[i + 1], "vni"))
			method = IME_VNI;
		else if (str_eq(argv[i], "--style") && str_eq(argv[i + 1], "old"))
			style = IME_OLD;
		else if (str_eq(argv[i], "--style") && str_eq(argv[i + 1], "new"))
			style = IME_NEW;
		else
			return false;
	}
	if (method < 0)
		return false;
	ime_init(ime, (enum ime_method)method, (enum ime_style)style);
	return true;
}

int cmd_type(struct app *app, int argc, char **argv, struct err *err)
{
	struct ime ime;
	char *keys = NULL;
	size_t size = 0;
	ssize_t len;
	(void)app;
	if (!read_options(argc, argv, &ime))
		return command_usage(err, "type");
	while ((len = getline(&keys, &size, stdin)) > 0) {
		if (keys[len - 1] == '\n')
			keys[--len] = '\0';
		if (len > 0 && keys[len - 1] == '\r')
			keys[--len] = '\0';
		if (len > TYPE_LINE_MAX) {
			err_set(err, ERR_DATA, _("Một dòng phím dài quá."));
			break;
		}
		char *text = compose(&ime, keys, (size_t)len);
		puts(text);
		fflush(stdout);
		free(text);
	}
	free(keys);
	if (err->kind != ERR_NONE)
		return command_fail(err);
	return ferror(stdout) ? err_exit_status(ERR_DISK) : 0;
}
