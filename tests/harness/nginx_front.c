#include "tests/harness/nginx_front.h"

#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include "tests/harness/process.h"
#include "tests/harness/tls_identity.h"

static void need(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "nginx: %s\n", what);
	exit(1);
}

static void write_pem(const struct nginx_front *f, const struct tls_identity *id)
{
	char path[96];
	FILE *out;

	snprintf(path, sizeof(path), "%s/server.pem", f->dir);
	out = fopen(path, "w");
	need(out && PEM_write_X509(out, id->cert) &&
		PEM_write_PrivateKey(out, id->key, NULL, NULL, 0, NULL, NULL) && fclose(out) == 0, path);
}

static void write_conf(const struct nginx_front *f, int central_port)
{
	char path[96];
	FILE *out;

	snprintf(path, sizeof(path), "%s/nginx.conf", f->dir);
	out = fopen(path, "w");
	need(out != NULL, path);
	fprintf(out, "daemon off; master_process off; worker_rlimit_nofile 16384; pid %1$s/pid; error_log stderr;\n"
		"events { worker_connections 8192; }\n"
		"http { access_log off; client_body_temp_path %1$s/t1; proxy_temp_path %1$s/t2;\n"
		" fastcgi_temp_path %1$s/t3; uwsgi_temp_path %1$s/t4; scgi_temp_path %1$s/t5;\n"
		" keepalive_requests 100000; keepalive_timeout 75;\n"
		" upstream central { server 127.0.0.1:%3$d; keepalive 32; }\n"
		" server { listen 127.0.0.1:%2$d ssl http2; ssl_certificate %1$s/server.pem;\n"
		"  ssl_certificate_key %1$s/server.pem;\n"
		"  location / { proxy_pass http://central; proxy_http_version 1.1;\n"
		"   proxy_set_header Connection \"\"; } } }\n", f->dir, f->port, central_port);
	need(fclose(out) == 0, path);
}

static bool answers(void *user)
{
	const struct nginx_front *f = user;
	char url[64];

	snprintf(url, sizeof(url), "https://localhost:%d/healthz", f->port);
	const char *const argv[] = {"curl", "-sf", "--cacert", f->ca, url, NULL};
	return process_run(argv, NULL) == 0;
}

void nginx_front_prepare(struct nginx_front *f)
{
	struct tls_identity ca, server;

	snprintf(f->dir, sizeof(f->dir), "/tmp/motcua-front-XXXXXX");
	need(mkdtemp(f->dir) != NULL, f->dir);
	snprintf(f->ca, sizeof(f->ca), "%s/ca.pem", f->dir);
	f->port = process_free_port();
	tls_authority(&ca, "Motcua thử nghiệm", f->ca);
	tls_server(&server, &ca, "localhost", -3600, 86400);
	write_pem(f, &server);
	tls_identity_clear(&ca);
	tls_identity_clear(&server);
}

void nginx_front_start(struct nginx_front *f, int central_port)
{
	char conf[96], log[96];

	write_conf(f, central_port);
	snprintf(conf, sizeof(conf), "%s/nginx.conf", f->dir);
	snprintf(log, sizeof(log), "%s/log", f->dir);
	const char *const argv[] = {"nginx", "-c", conf, NULL};
	f->pid = process_start(argv, log);
	need(process_wait(answers, f, 10000), "does not answer (Debian package nginx-light)");
}

void nginx_front_stop(struct nginx_front *f)
{
	const char *const argv[] = {"rm", "-rf", f->dir, NULL};

	process_stop(f->pid);
	process_run(argv, NULL);
}
