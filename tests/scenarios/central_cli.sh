#!/bin/sh
# motcua-central's command line: exit statuses, imports, one-time codes, check, TLS, limits.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

cd "$dir" || exit 1
on_postgres=; [ "${MOTCUA_TEST_DB:-}" != postgresql ] || on_postgres=1
database() { # NAME: the URL of a new one, in central_db
	central_db=sqlite:$dir/$1.db
	[ -n "$on_postgres" ] || return 0
	psql -qX -h "$MOTCUA_TEST_POSTGRES" -U motcua -c "CREATE SCHEMA cli_$1_$$" postgres
	central_db="postgresql:///postgres?host=$MOTCUA_TEST_POSTGRES&user=motcua&options=-csearch_path%3Dcli_$1_$$"
}
dump() { # all that the first database holds
	if [ -n "$on_postgres" ]; then
		pg_dump -h "$MOTCUA_TEST_POSTGRES" -U motcua -n "cli_c_$$" postgres
	else
		cat c.db*
	fi
}
get() { # curl, quietly, with a deadline
	curl -s --max-time 30 --noproxy '*' "$@"
}
database c

# ---- usage
expect 0 central version
out_has 'motcua-central 0'
expect 0 central help
for word in import enrol-code check --listen --db --tls-cert --tls-key --public-url --demo; do out_has "$word"; done
expect 0 central help import
expect 64 central help nothing
expect 64 central nothing
expect 64 central --nothing
expect 64 central --listen
expect 64 central import areas
expect 64 central check it all
expect 64 central --tls-cert x
expect 64 central --listen 8080
err_has '127.0.0.1:8080'
expect 78 central --listen 0.0.0.0:0 # not loopback, without a certificate
err_has '--tls-cert'
expect 78 central --tls-cert x.pem --tls-key y.pem
expect 78 central --listen 127.0.0.1:0 --public-url http://motcua.example # http for others, on receipts
expect 78 "$B/motcua-central" --db nosql:x check
expect 74 "$B/motcua-central" --db sqlite:/nowhere/at/all/c.db check

# ---- an empty database
expect 78 central check
out_has 'chưa có danh mục đơn vị'
out_has 'chưa có danh mục thủ tục'
out_has 'chưa có lịch làm việc'
expect 65 central enrol-code --agency H01.91.12 --counter 1
expect 64 central enrol-code --agency H01.91.12
expect 64 central enrol-code --agency H01.91.12 --counter 0
[ -n "$on_postgres" ] || same "$(stat -c %a c.db)" 600 'database mode'

# ---- imports
cat >agencies.csv <<'CSV'
id,name,level,place
H01.91.12,Phường Thử,commune,Thử
H01.91.13,Xã Mẫu,commune,Mẫu
CSV
expect 0 central import agencies agencies.csv
out_has '2 mới'
expect 0 central import --json agencies agencies.csv
same "$(cat out)" '{"kind":"agencies","added":0,"changed":0,"removed":0,"same":2,"version":2}' 'import again'
printf 'id,name,level\nH01.91.14,Xã Tốt,commune\nH99.x,Xã Sai,commune\n,,\nH01.91.15,,commune\n' >bad.csv
expect 65 central import agencies bad.csv
err_has 'bad.csv: dòng 3: id: '
err_has 'bad.csv: dòng 5: name: '
expect 65 central enrol-code --agency H01.91.14 --counter 1 # nothing of it was kept
# a file without the columns of its kind is none of that kind, however few rows it has
printf 'ngay;loai\n' >wrong.csv
printf 'date,official\n2027-02-05,1\n' >half.csv
printf 'date,kind\n' >none.csv
for kind in agencies areas accounts procedures calendar; do
	expect 65 central import $kind wrong.csv
	err_has 'Dòng đầu của tệp CSV phải là tên cột'
done
expect 65 central import calendar half.csv
err_has 'thiếu cột kind'
expect 65 central import calendar none.csv
err_has 'không có dòng dữ liệu nào'
expect 64 central import users agencies.csv
expect 74 central import agencies nowhere.csv
central import areas - >out 2>err <<'JSON'
[{"code":"91","name":"Tỉnh An Giang","province":"91","level":"province"}]
JSON
same $? 0 'import from stdin'
expect 78 central check --json
out_has '"commune_without_accounts"'
out_has 'H01.91.12, H01.91.13'

# ---- codes
central enrol-code --agency H01.91.12 --counter 7 >out 2>err
same $? 0 'a code'
same "$(wc -l <out | tr -d ' ')" 1 'a code is one line'
grep -Eq '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$' out; same $? 0 'a code looks like one'
code=$(tr -d - <out)
dump >dumped; same "$(grep -aq 'H01.91.12' dumped && echo yes)" yes 'the database can be looked into'
grep -aq "$code" dumped; same $? 1 'a code is not in the database'
central enrol-code --json --agency H01.91.12 --counter 7 >out
out_has '"counter":7'

# ---- where the database is by default
expect 78 "$B/motcua-central" check
same "$(stat -c %a "$HOME/.local/share/motcua/central.db")" 600 'default place'
export XDG_DATA_HOME=$dir/data
expect 78 "$B/motcua-central" check
[ -f "$dir/data/motcua/central.db" ]; same $? 0 'XDG place'
unset XDG_DATA_HOME

# ---- HTTP
serve --listen 127.0.0.1:0
same "$(get -o /dev/null -w '%{http_code}' "$url/healthz")" 204 'health'
get -D head -o /dev/null "$url/healthz"
has head 'Motcua-Api: 1'
grep -qi '^date: ' head; same $? 0 'health has a date'
same "$(get -I -o /dev/null -w '%{http_code}' "$url/healthz")" 204 'HEAD'
same "$(get -o body -w '%{http_code} %{content_type}' "$url/nothing")" '404 application/problem+json' 'not found'
has body '"type":"not_found"'
same "$(get -X DELETE -D head -o /dev/null -w '%{http_code}' "$url/v1/token")" 405 'wrong method'
has head 'Allow: POST'
same "$(get -d x -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 415 'wrong type'
same "$(get -H 'Content-Type: application/json' -H 'Content-Encoding: gzip' -d x -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 415 'compressed body'
same "$(get -D head -o /dev/null -w '%{http_code}' "$url/v1/catalogue")" 401 'no token'
has head 'WWW-Authenticate: Bearer'
head -c 8388608 /dev/zero >full; head -c 8388609 /dev/zero >over
json='Content-Type: application/json'
same "$(get -H "$json" --data-binary @full -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 400 '8 MB'
same "$(get -H "$json" --data-binary @over -o body -w '%{http_code}' "$url/v1/workstations")" 413 'over 8 MB'
has body '"type":"too_large"'
same "$(get -H "$json" -H Expect: --data-binary @over -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 413 'over 8 MB, pushed'
same "$(get -H "$json" -H Expect: -H 'Transfer-Encoding: chunked' --data-binary @over -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 413 'over 8 MB, chunked'
same "$(get -o body -w '%{http_code} %{content_type}' "$url/t/H01.91.12-261123-0001/AAAA")" '404 text/html; charset=utf-8' 'page of nothing'
has body 'Không xác nhận được biên nhận này'
get -H 'Accept-Language: en' -o body "$url/t/H01.91.12-261123-0001/AAAA"
has body 'This receipt cannot be confirmed'
port=${url##*:}
expect 69 central --listen "127.0.0.1:$port"
grep -q AAAA central.log; same $? 1 'the log knows no receipt'
stop_central; same $? 0 'stops in good order'

# ---- a password in the address, where there can be one
if [ -n "$on_postgres" ]; then
	plain_db=$central_db central_db="postgresql://motcua:bimat@/${central_db#postgresql:///}&password=bimat"
	serve --listen 127.0.0.1:0
	same "$(get -o /dev/null -w '%{http_code}' "$url/healthz")" 204 'serves with a password'
	tr '\0' ' ' <"/proc/$server/cmdline" >cmdline
	has cmdline '--listen'
	grep -q bimat cmdline central.log; same $? 1 'the password is not to be seen'
	has central.log '.pgpass'
	stop_central
	central_db=$plain_db
fi

# ---- TLS
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
	-addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout key.pem -out cert.pem 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=other \
	-keyout other.pem -out /dev/null 2>/dev/null
serve --listen 127.0.0.1:0 --tls-cert cert.pem --tls-key key.pem
same "${url%:*}" https://127.0.0.1 'TLS address'
same "$(get --cacert cert.pem -o /dev/null -w '%{http_code}' "$url/healthz")" 204 'TLS'
get -o /dev/null "$url/healthz"; same $? 60 'a certificate nobody vouches for'
get --cacert cert.pem --tls-max 1.1 -o /dev/null "$url/healthz"; same $? 35 'no old TLS'
get -o /dev/null -w '' "http://127.0.0.1:${url##*:}/healthz"; [ $? -ne 0 ]; same $? 0 'no plain HTTP beside it'
same "$(get --cacert cert.pem -o /dev/null -w '%{http_code}' "$url/healthz")" 204 'still there'
stop_central; same $? 0 'stops with TLS'
expect 78 central --listen 127.0.0.1:0 --tls-cert cert.pem --tls-key other.pem
expect 78 central --listen 127.0.0.1:0 --tls-cert agencies.csv --tls-key key.pem

# ---- the demo
database demo
expect 0 central --demo check
out_has 'Cấu hình đủ'
printf '[{"id":"H01.91.12","name":"Đã đổi tên","level":"commune"}]' >renamed.json
expect 0 central import agencies renamed.json
expect 0 central --demo import --json agencies renamed.json # the demo is loaded once
out_has '"same":1'
mkdir bin
cp "$B/motcua-central" bin # where the demo's files are not beside it, nothing is made
expect 78 bin/motcua-central --db "sqlite:$dir/none.db" --demo check
err_has 'Không tìm thấy danh mục mẫu'
same "$(ls | grep -c '^none\.db')" 0 'a database without its demo'
finish
