#include "store/vault_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/uuid.h"
#include "core/ed25519.h"
#include "i18n/lang.h"

#define HEAD "motcua-vault-1 "
#define HEAD_LEN (sizeof(HEAD) - 1)
#define LINE_LEN (HEAD_LEN + 2 * SEAL_KEY)
#define FILE_MAX 256 /* bytes that are read of it */

/* NULL: systemd gave this process no such credential. The caller frees. */
static char *credential_path(void)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	if (!dir || dir[0] != '/')
		return NULL;
	char *path = fs_join(dir, VAULT_CREDENTIAL);
	if (fs_exists(path))
		return path;
	free(path);
	return NULL;
}

enum vault_place vault_key_place(const char *file)
{
	char *credential = credential_path();
	enum vault_place place = credential ? VAULT_IN_CREDENTIAL :
		fs_exists(file) ? VAULT_IN_FILE : VAULT_NOWHERE;
	free(credential);
	return place;
}

char *vault_key_path(const char *file, enum vault_place place)
{
	char *credential = place == VAULT_IN_CREDENTIAL ? credential_path() : NULL;
	return credential ? credential : xstrdup(file);
}

/* ---- the line */

/* A hash of the key with a word before it, so that it is no hash of the key alone. */
static void set_id(struct vault_key *key)
{
	uint8_t text[HEAD_LEN + SEAL_KEY], hash[SHA256_SIZE];
	memcpy(text, HEAD, HEAD_LEN);
	memcpy(text + HEAD_LEN, key->bytes, SEAL_KEY);
	sha256(text, sizeof(text), hash);
	hex_encode(hash, (VAULT_KEY_ID_SIZE - 1) / 2, key->id);
	seal_wipe(text, sizeof(text));
}

static bool parse(struct vault_key *key, const char *text, size_t len)
{
	while (len > LINE_LEN && strchr("\r\n", text[len - 1]))
		len--;
	char hex[2 * SEAL_KEY + 1];
	if (len != LINE_LEN || memcmp(text, HEAD, HEAD_LEN) != 0)
		return false;
	memcpy(hex, text + HEAD_LEN, 2 * SEAL_KEY);
	hex[2 * SEAL_KEY] = '\0';
	bool ok = hex_decode(hex, key->bytes, SEAL_KEY);
	seal_wipe(hex, sizeof(hex));
	if (ok)
		set_id(key);
	return ok;
}

/* ---- loading */

static bool missing(const char *path, struct err *err)
{
	return err_set(err, ERR_CONFIG, _("Không thấy khóa dữ liệu của máy này (%s), nên không đọc được hồ "
		"sơ đã lưu. Dữ liệu còn nguyên, chưa có gì bị thay đổi. Hãy đặt lại đúng tệp khóa đó từ bản "
		"cất giữ; máy không tự tạo khóa khác."), path);
}

/* systemd keeps its folder to the service's user; its files' modes may show an access list's mask. */
static bool load_from(struct vault_key *key, const char *path, enum vault_place place,
	struct err *err)
{
	struct buf text;
	buf_init(&text, FILE_MAX);
	bool ok = place == VAULT_IN_CREDENTIAL ? fs_read(path, &text, err) :
		fs_read_private(path, &text, err);
	if (ok && !parse(key, buf_str(&text), text.len))
		ok = err_set(err, ERR_CONFIG, _("%s không chứa khóa dữ liệu dùng được. Dữ liệu còn nguyên. Hãy "
			"đặt lại đúng tệp khóa từ bản cất giữ."), path);
	if (ok)
		key->place = place;
	seal_wipe(text.data, text.size);
	buf_clear(&text);
	return ok;
}

bool vault_key_load(struct vault_key *key, const char *file, struct err *err)
{
	enum vault_place place = vault_key_place(file);
	char *path = vault_key_path(file, place);
	bool ok = place == VAULT_NOWHERE ? missing(path, err) : load_from(key, path, place, err);
	free(path);
	return ok;
}

/* ---- making */

static bool make(const char *file, struct err *err)
{
	uint8_t bytes[SEAL_KEY];
	char line[LINE_LEN + 2], hex[HEX_SIZE(SEAL_KEY)];
	bool made;
	char *dir = fs_dir(file);
	random_bytes(bytes, sizeof(bytes));
	hex_encode(bytes, sizeof(bytes), hex);
	snprintf(line, sizeof(line), HEAD "%s\n", hex);
	bool ok = fs_mkdirs(dir, 0700, err) &&
		fs_write_new(file, line, strlen(line), 0600, &made, err);
	seal_wipe(bytes, sizeof(bytes));
	seal_wipe(line, sizeof(line));
	seal_wipe(hex, sizeof(hex));
	free(dir);
	return ok;
}

bool vault_key_load_or_make(struct vault_key *key, const char *file, struct err *err)
{
	if (vault_key_place(file) == VAULT_NOWHERE && !make(file, err))
		return false;
	return vault_key_load(key, file, err);
}
