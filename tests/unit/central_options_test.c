#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/mem.h"
#include "central/listen.h"
#include "central/options.h"
#include "central/url.h"

static void addresses_are_read_and_had(void **state)
{
	static const struct {
		const char *address, *host;
		bool loopback, any;
	} rows[] = {
		{"127.0.0.1:0", "127.0.0.1", true, false},
		{"127.9.9.9:0", "127.9.9.9", true, false},
		{"localhost:0", NULL, true, false},
		{"0.0.0.0:0", "0.0.0.0", false, true},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct listener l;
		struct err err = ERR_INIT;
		if (!listen_open(&l, rows[i].address, &err))
			fail_msg("%s", err.text);
		assert_true(l.port > 0);
		assert_int_equal(l.loopback, rows[i].loopback);
		assert_int_equal(l.any, rows[i].any);
		if (rows[i].host)
			assert_string_equal(l.host, rows[i].host);
		close(l.fd);
	}
}

static void wrong_addresses_are_refused(void **state)
{
	static const char *const bad[] = {"", ":", "8080", ":8080", "127.0.0.1", "127.0.0.1:",
		"127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80", "[::1", "[]:80",
		"127.0.0.1:80:80"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct listener l;
		struct err err = ERR_INIT;
		if (listen_open(&l, bad[i], &err))
			fail_msg("%s was taken", bad[i]);
		assert_int_equal(err.kind, ERR_USAGE);
	}
}

static void a_port_in_use_is_told(void **state)
{
	struct listener first, second;
	struct err err = ERR_INIT;
	char address[64];
	(void)state;
	assert_true(listen_open(&first, "127.0.0.1:0", &err));
	snprintf(address, sizeof(address), "127.0.0.1:%d", first.port);
	assert_false(listen_open(&second, address, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	close(first.fd);
}

static void the_public_address_is_checked_before_it_is_printed(void **state)
{
	static const struct {
		const char *given, *out; /* out NULL: refused */
	} rows[] = {
		{NULL, "http://127.0.0.1:8080"},
		{"https://motcua.example", "https://motcua.example"},
		{"https://motcua.example///", "https://motcua.example"},
		{"https://motcua.example/central", "https://motcua.example/central"},
		{"http://localhost:8080", "http://localhost:8080"},
		{"http://motcua.example", NULL},
		{"http://127.evil.example", NULL},
		{"http://localhost.evil.example", NULL},
		{"ftp://motcua.example", NULL},
		{"motcua.example", NULL},
		{"https://", NULL},
		{"https:///t", NULL},
		{"https://motcua.example/?a=b", NULL},
		{"https://motcua.example/#a", NULL},
		{"https://mot cua.example", NULL},
		{"https://mộtcửa.example", NULL},
		{"", NULL},
	};
	struct listener l = {.loopback = true, .host = "127.0.0.1", .port = 8080};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char out[URL_MAX];
		struct err err = ERR_INIT;
		bool ok = public_url_choose(rows[i].given, &l, "http://127.0.0.1:8080", out, &err);
		if (ok != (rows[i].out != NULL))
			fail_msg("%s", rows[i].given);
		if (ok)
			assert_string_equal(out, rows[i].out);
		else
			assert_int_equal(err.kind, ERR_CONFIG);
	}
}

static bool parse(struct options *o, const char *const *words, struct err *err)
{
	int argc = 1;
	static char name[] = "motcua-central";
	char *argv[20] = {name};
	while (words[argc - 1]) {
		argv[argc] = (char *)(uintptr_t)words[argc - 1];
		argc++;
	}
	return options_parse(o, argc, argv, err);
}

static void options_stand_anywhere(void **state)
{
	struct options o;
	(void)state;
	assert_true(parse(&o, (const char *[]){NULL}, NULL));
	assert_string_equal(o.command, "");
	assert_string_equal(o.listen, "127.0.0.1:8080");
	assert_true(parse(&o, (const char *[]){"--demo", "import", "areas", "--db=sqlite:x", "-",
		"--json", NULL}, NULL));
	assert_string_equal(o.command, "import");
	assert_int_equal(o.n_args, 2);
	assert_string_equal(o.args[1], "-");
	assert_string_equal(o.db, "sqlite:x");
	assert_true(o.demo && o.json);
	assert_true(parse(&o, (const char *[]){"import", "areas", "--", "--odd-name.csv", NULL}, NULL));
	assert_string_equal(o.args[1], "--odd-name.csv");
}

static void wrong_options_are_usage(void **state)
{
	static const char *const bad[][4] = {
		{"--nope"}, {"--db"}, {"--db", ""}, {"--demo=1"}, {"-x"}, {"--tls-cert", "c"},
		{"--tls-key", "k"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct options o;
		struct err err = ERR_INIT;
		assert_false(parse(&o, bad[i], &err));
		assert_int_equal(err.kind, ERR_USAGE);
		assert_true(err.text[0]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_read_and_had), cmocka_unit_test(wrong_addresses_are_refused),
		cmocka_unit_test(a_port_in_use_is_told),
		cmocka_unit_test(the_public_address_is_checked_before_it_is_printed),
		cmocka_unit_test(options_stand_anywhere), cmocka_unit_test(wrong_options_are_usage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
