#include "core/sealed_file.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/uuid.h"
#include "core/seal.h"
#include "core/spoken_code.h"
#include "i18n/lang.h"

#define MAGIC "motcua-queue 1\n"
#define MAGIC_LEN 15
#define SALT_LEN 16
#define CHECK_LEN 8
#define SCRYPT_N 32768
#define SCRYPT_R 8
#define SCRYPT_P 1
#define SCRYPT_MEMORY (64u << 20)
#define LAST 0x80000000u
#define AAD_LEN (SEALED_HEAD + 9)

struct sealed_file {
	struct seal *seal;
	uint8_t head[SEALED_HEAD];
	uint8_t key[SEAL_KEY];
	uint64_t next; /* place of the next record */
	bool ended;
};

/* key and check out of the code; the code plain, without hyphens. */
static void derive(const char *plain, const uint8_t *salt, uint8_t key[SEAL_KEY],
	uint8_t check[CHECK_LEN])
{
	uint8_t out[SEAL_KEY + CHECK_LEN];
	int done = EVP_PBE_scrypt(plain, strlen(plain), salt, SALT_LEN, SCRYPT_N, SCRYPT_R, SCRYPT_P,
		SCRYPT_MEMORY, out, sizeof(out));
	BUG_ON(done != 1); /* no memory */
	memcpy(key, out, SEAL_KEY);
	memcpy(check, out + SEAL_KEY, CHECK_LEN);
	seal_wipe(out, sizeof(out));
}

static struct sealed_file *new_file(const uint8_t head[SEALED_HEAD], const uint8_t key[SEAL_KEY])
{
	struct sealed_file *file = xcalloc(1, sizeof(*file));
	file->seal = seal_new();
	memcpy(file->head, head, SEALED_HEAD);
	memcpy(file->key, key, SEAL_KEY);
	return file;
}

struct sealed_file *sealed_file_make(char code[SEALED_CODE_SIZE], uint8_t head[SEALED_HEAD])
{
	char plain[SEALED_CODE_LETTERS + 1];
	uint8_t key[SEAL_KEY];
	spoken_code_make(SEALED_CODE_LETTERS, code);
	BUG_ON(!spoken_code_read(code, SEALED_CODE_LETTERS, plain));
	memcpy(head, MAGIC, MAGIC_LEN);
	random_bytes(head + MAGIC_LEN, SALT_LEN);
	derive(plain, head + MAGIC_LEN, key, head + MAGIC_LEN + SALT_LEN);
	struct sealed_file *file = new_file(head, key);
	seal_wipe(key, sizeof(key));
	seal_wipe(plain, sizeof(plain));
	return file;
}

bool sealed_code_wrong(const char *typed)
{
	char plain[SEALED_CODE_LETTERS + 1];
	bool wrong = !spoken_code_read(typed, SEALED_CODE_LETTERS, plain);
	seal_wipe(plain, sizeof(plain));
	return wrong;
}

bool sealed_file_is(const void *head, size_t len)
{
	return len >= SEALED_HEAD && memcmp(head, MAGIC, MAGIC_LEN) == 0;
}

bool sealed_file_open(struct sealed_file **file, const uint8_t head[SEALED_HEAD], const char *code,
	struct err *err)
{
	char plain[SEALED_CODE_LETTERS + 1];
	uint8_t key[SEAL_KEY], check[CHECK_LEN];
	if (!spoken_code_read(code, SEALED_CODE_LETTERS, plain))
		return err_set(err, ERR_DATA, _("Mã gồm 4 nhóm, mỗi nhóm 4 chữ số và chữ cái, như đã hiện ra "
			"khi xuất. Hãy gõ lại."));
	derive(plain, head + MAGIC_LEN, key, check);
	bool right = CRYPTO_memcmp(check, head + MAGIC_LEN + SALT_LEN, CHECK_LEN) == 0;
	if (right)
		*file = new_file(head, key);
	seal_wipe(key, sizeof(key));
	seal_wipe(plain, sizeof(plain));
	return right || err_set(err, ERR_DENIED, _("Mã không đúng với tệp này. Chưa có gì thay đổi; hãy "
		"kiểm tra lại từng ký tự."));
}

static void identity(const struct sealed_file *file, bool last, uint8_t aad[AAD_LEN])
{
	memcpy(aad, file->head, SEALED_HEAD);
	for (int i = 0; i < 8; i++)
		aad[SEALED_HEAD + i] = (uint8_t)(file->next >> (56 - 8 * i));
	aad[SEALED_HEAD + 8] = last;
}

void sealed_file_add(struct sealed_file *file, const void *record, size_t len, bool last,
	struct buf *out)
{
	uint8_t aad[AAD_LEN], length[SEALED_LENGTH];
	uint8_t *sealed = xmalloc(len + SEAL_OVERHEAD);
	uint32_t n = (uint32_t)(len + SEAL_OVERHEAD) | (last ? LAST : 0);
	BUG_ON(len > SEALED_RECORD_MAX || file->ended);
	identity(file, last, aad);
	seal_close(file->seal, file->key, aad, sizeof(aad), record, len, sealed);
	for (int i = 0; i < SEALED_LENGTH; i++)
		length[i] = (uint8_t)(n >> (24 - 8 * i));
	buf_add(out, length, sizeof(length));
	buf_add(out, sealed, len + SEAL_OVERHEAD);
	free(sealed);
	file->next++;
	file->ended = last;
}

size_t sealed_file_length(const uint8_t length[SEALED_LENGTH], bool *last)
{
	uint32_t n = 0;
	for (int i = 0; i < SEALED_LENGTH; i++)
		n = n << 8 | length[i];
	*last = n & LAST;
	n &= ~LAST;
	return n >= SEAL_OVERHEAD && n <= SEALED_RECORD_MAX + SEAL_OVERHEAD ? n : 0;
}

bool sealed_file_read(struct sealed_file *file, const void *sealed, size_t len, bool last,
	struct buf *out, struct err *err)
{
	uint8_t aad[AAD_LEN];
	bool ok = len >= SEAL_OVERHEAD && len <= SEALED_RECORD_MAX + SEAL_OVERHEAD && !file->ended;
	if (ok) {
		uint8_t *text = xmalloc(len - SEAL_OVERHEAD + 1);
		identity(file, last, aad);
		ok = seal_open(file->seal, file->key, aad, sizeof(aad), sealed, len, text) &&
			buf_add(out, text, len - SEAL_OVERHEAD);
		seal_wipe(text, len - SEAL_OVERHEAD);
		free(text);
	}
	file->next++;
	file->ended = last;
	return ok || err_set(err, ERR_DATA, _("Tệp đã bị thay đổi hoặc hỏng trên đường chuyển, nên không "
		"nhập gì. Hãy chép lại tệp từ máy đã xuất."));
}

void sealed_file_rewind(struct sealed_file *file)
{
	file->next = 0;
	file->ended = false;
}

void sealed_file_free(struct sealed_file *file)
{
	if (!file)
		return;
	seal_free(file->seal);
	seal_wipe(file->key, sizeof(file->key));
	free(file);
}
