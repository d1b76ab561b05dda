#include "store/machine.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/b64.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/uuid.h"
#include "core/ed25519.h"
#include "store/store.h"

#define CARDS_MAX 16
#define SALT_KEY "machine.salt"
#define ID_KEY "machine.id"
#define CARDS_KEY "machine.cards" /* hashes, a blank after each */
#define HASH_SIZE 33               /* 16 bytes of a SHA-256, in hex */

struct machine {
	char id[HASH_SIZE]; /* "" where none can be seen */
	char cards[CARDS_MAX * HASH_SIZE + 1];
};

static void hash(const char *salt, const char *what, char out[HASH_SIZE])
{
	uint8_t sum[SHA256_SIZE];
	char *text = xasprintf("motcua-machine-1 %s %s", salt, what);
	sha256(text, strlen(text), sum);
	hex_encode(sum, 16, out);
	free(text);
}

/* The first line of a small file, "" when there is none. */
static void first_line(const char *path, char *out, size_t size)
{
	struct buf text;
	buf_init(&text, 4096);
	out[0] = '\0';
	if (fs_exists(path) && fs_read(path, &text, NULL)) {
		snprintf(out, size, "%s", buf_str(&text));
		out[strcspn(out, "\r\n ")] = '\0';
	}
	buf_clear(&text);
}

/* What is plugged in by USB goes from machine to machine; bridges, tunnels and the like have no device. */
static bool built_in(const char *folder, const char *name)
{
	char *device = xasprintf("%s/%s/device", folder, name);
	char *real = realpath(device, NULL);
	bool ok = real && !strstr(real, "/usb");
	free(real);
	free(device);
	return ok;
}

static void add_card(struct machine *m, const char *folder, const char *name, const char *salt)
{
	char address[64], sum[HASH_SIZE];
	char *path = xasprintf("%s/%s/address", folder, name);
	first_line(path, address, sizeof(address));
	free(path);
	size_t used = strlen(m->cards);
	if (!address[0] || str_eq(address, "00:00:00:00:00:00") ||
		used + HASH_SIZE >= sizeof(m->cards))
		return;
	hash(salt, address, sum);
	snprintf(m->cards + used, sizeof(m->cards) - used, "%s ", sum);
}

static void look(const char *root, const char *salt, struct machine *m)
{
	char line[128];
	char *id = xasprintf("%s/etc/machine-id", root);
	char *folder = xasprintf("%s/sys/class/net", root);
	struct dirent *entry;
	DIR *dir = opendir(folder);
	*m = (struct machine){.id = ""};
	first_line(id, line, sizeof(line));
	if (line[0] && !str_eq(line, "uninitialized"))
		hash(salt, line, m->id);
	while (dir && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.' && built_in(folder, entry->d_name))
			add_card(m, folder, entry->d_name, salt);
	}
	if (dir)
		closedir(dir);
	free(id);
	free(folder);
}

static bool is_other(const struct machine *now, const struct machine *before)
{
	if (now->cards[0] && before->cards[0]) {
		for (const char *c = now->cards; *c; c += HASH_SIZE) {
			char one[HASH_SIZE + 1];
			snprintf(one, sizeof(one), "%.*s", HASH_SIZE, c);
			if (strstr(before->cards, one))
				return false;
		}
		return true;
	}
	return now->id[0] && before->id[0] && !str_eq(now->id, before->id);
}

static bool load(struct store *store, const char *key, char *out, size_t size, struct err *err)
{
	char *value;
	if (!store_meta_read(store, key, &value, err))
		return false;
	str_copy(out, size, value ? value : "");
	free(value);
	return true;
}

/* What could not be seen this time is remembered from before. */
static bool keep(struct store *store, const struct machine *m, struct err *err)
{
	return (!m->id[0] || store_meta_set(store, ID_KEY, m->id, err)) &&
		(!m->cards[0] || store_meta_set(store, CARDS_KEY, m->cards, err));
}

bool machine_check(struct store *store, const char *root, bool *other, struct err *err)
{
	struct machine now, before = {.id = ""};
	char salt[UUID_SIZE];
	*other = false;
	if (!load(store, SALT_KEY, salt, sizeof(salt), err) ||
		!load(store, ID_KEY, before.id, sizeof(before.id), err) ||
		!load(store, CARDS_KEY, before.cards, sizeof(before.cards), err))
		return false;
	if (!salt[0]) {
		uuid_new(salt);
		if (!store_meta_set(store, SALT_KEY, salt, err))
			return false;
	}
	look(root, salt, &now);
	*other = is_other(&now, &before);
	bool same = str_eq(now.id, before.id) && str_eq(now.cards, before.cards);
	return same || keep(store, &now, err);
}
