#!/bin/sh
# motcua-central's command line: exit statuses, imports, one-time codes, check, TLS, limits.
set -u
B=$(cd "${B:-build}" && pwd)
dir=$(mktemp -d /tmp/motcua-cli-XXXXXX)
passed=0 failed=0 server=
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server"; }; status=$?; server=; return $status; }
trap 'stop; rm -rf "$dir"' EXIT
cd "$dir" || exit 1
unset STATE_DIRECTORY XDG_DATA_HOME LANGUAGE MOTCUA_TEST_NOW http_proxy https_proxy
export HOME=$dir/home
mkdir "$HOME"
on_postgres=; [ "${MOTCUA_TEST_DB:-}" != postgresql ] || on_postgres=1
database() { # NAME: the URL of a new one, in db
	db=sqlite:$dir/$1.db
	[ -n "$on_postgres" ] || return 0
	psql -qX -h "$MOTCUA_TEST_POSTGRES" -U motcua -c "CREATE SCHEMA cli_$1_$$" postgres
	db="postgresql:///postgres?host=$MOTCUA_TEST_POSTGRES&user=motcua&options=-csearch_path%3Dcli_$1_$$"
}
dump() { # all that the first database holds
	if [ -n "$on_postgres" ]; then
		pg_dump -h "$MOTCUA_TEST_POSTGRES" -U motcua -n "cli_c_$$" postgres
	else
		cat c.db*
	fi
}
database c; main_db=$db
central() { "$B/motcua-central" --db "$main_db" "$@"; }

is() { # NAME GOT WANTED
	if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$1: '$2' instead of '$3'"; fi
}
exits() { # NAME STATUS COMMAND…: no output wanted, out and err hold it
	name=$1 wanted=$2; shift 2
	"$@" >out 2>err </dev/null; is "$name" $? "$wanted"
}
says() { # NAME FILE TEXT
	if grep -qF -- "$3" "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$1: '$3' not in:"; cat "$2"; fi
}
# Starts serving with these options; url is what it says. The pipe is read as soon as it is ready.
serve() {
	rm -f ready; mkfifo ready
	"$B/motcua-central" --db "$main_db" --listen 127.0.0.1:0 "$@" >ready 2>log &
	server=$!
	read -r line <ready || line=
	url=${line#listening on }
}
get() { # curl, quietly, with a deadline
	curl -s --max-time 30 --noproxy '*' "$@"
}

# ---- usage
exits 'version' 0 central version
says 'version' out 'motcua-central 0'
exits 'help' 0 central help
for word in import enrol-code check --listen --db --tls-cert --tls-key --public-url --demo; do says 'help' out "$word"; done
exits 'help import' 0 central help import
exits 'help of nothing' 64 central help nothing
exits 'unknown command' 64 central nothing
exits 'unknown option' 64 central --nothing
exits 'option without value' 64 central --listen
exits 'too few words' 64 central import areas
exits 'too many words' 64 central check it all
exits 'certificate without key' 64 central --tls-cert x
exits 'malformed address' 64 central --listen 8080
says 'malformed address' err '127.0.0.1:8080'
exits 'not loopback without certificate' 78 central --listen 0.0.0.0:0
says 'not loopback without certificate' err '--tls-cert'
exits 'certificate that is not there' 78 central --tls-cert x.pem --tls-key y.pem
exits 'http to others in receipts' 78 central --listen 127.0.0.1:0 --public-url http://motcua.example
exits 'no such database' 78 "$B/motcua-central" --db nosql:x check
exits 'a folder that is not there' 74 "$B/motcua-central" --db sqlite:/nowhere/at/all/c.db check

# ---- an empty database
exits 'check of nothing' 78 central check
says 'check of nothing' out 'chưa có danh mục đơn vị'
says 'check of nothing' out 'chưa có danh mục thủ tục'
says 'check of nothing' out 'chưa có lịch làm việc'
exits 'code for an agency that is not there' 65 central enrol-code --agency H01.91.12 --counter 1
exits 'code without a counter' 64 central enrol-code --agency H01.91.12
exits 'counter 0' 64 central enrol-code --agency H01.91.12 --counter 0
[ -n "$on_postgres" ] || is 'database mode' "$(stat -c %a c.db)" 600

# ---- imports
cat >agencies.csv <<'CSV'
id,name,level,place
H01.91.12,Phường Thử,commune,Thử
H01.91.13,Xã Mẫu,commune,Mẫu
CSV
exits 'import agencies' 0 central import agencies agencies.csv
says 'import agencies' out '2 mới'
exits 'import again' 0 central import --json agencies agencies.csv
is 'import again' "$(cat out)" '{"kind":"agencies","added":0,"changed":0,"removed":0,"same":2,"version":2}'
printf 'id,name,level\nH01.91.14,Xã Tốt,commune\nH99.x,Xã Sai,commune\n,,\nH01.91.15,,commune\n' >bad.csv
exits 'bad rows' 65 central import agencies bad.csv
says 'bad rows' err 'bad.csv: dòng 3: id: '
says 'bad rows' err 'bad.csv: dòng 5: name: '
exits 'nothing of it was kept' 65 central enrol-code --agency H01.91.14 --counter 1
exits 'no such kind' 64 central import users agencies.csv
exits 'no such file' 74 central import agencies nowhere.csv
central import areas - >out 2>err <<'JSON'
[{"code":"91","name":"Tỉnh An Giang","province":"91","level":"province"}]
JSON
is 'import from stdin' $? 0
exits 'check says what is missing' 78 central check --json
says 'check says what is missing' out '"commune_without_accounts"'
says 'check says what is missing' out 'H01.91.12, H01.91.13'

# ---- codes
central enrol-code --agency H01.91.12 --counter 7 >out 2>err
is 'a code' $? 0
is 'a code is one line' "$(wc -l <out | tr -d ' ')" 1
grep -Eq '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$' out; is 'a code looks like one' $? 0
code=$(tr -d - <out)
dump >dumped; is 'the database can be looked into' "$(grep -aq 'H01.91.12' dumped && echo yes)" yes
grep -aq "$code" dumped; is 'a code is not in the database' $? 1
central enrol-code --json --agency H01.91.12 --counter 7 >out
says 'a code for scripts' out '"counter":7'

# ---- where the database is by default
exits 'default place' 78 "$B/motcua-central" check
is 'default place' "$(stat -c %a "$HOME/.local/share/motcua/central.db")" 600
export XDG_DATA_HOME=$dir/data
exits 'XDG place' 78 "$B/motcua-central" check
[ -f "$dir/data/motcua/central.db" ]; is 'XDG place' $? 0
unset XDG_DATA_HOME

# ---- HTTP
serve
is 'health' "$(get -o /dev/null -w '%{http_code}' "$url/healthz")" 204
get -D head -o /dev/null "$url/healthz"
says 'health' head 'Motcua-Api: 1'
grep -qi '^date: ' head; is 'health has a date' $? 0
is 'HEAD' "$(get -I -o /dev/null -w '%{http_code}' "$url/healthz")" 204
is 'not found' "$(get -o body -w '%{http_code} %{content_type}' "$url/nothing")" '404 application/problem+json'
says 'not found' body '"type":"not_found"'
is 'wrong method' "$(get -X DELETE -D head -o /dev/null -w '%{http_code}' "$url/v1/token")" 405
says 'wrong method' head 'Allow: POST'
is 'wrong type' "$(get -d x -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 415
is 'compressed body' "$(get -H 'Content-Type: application/json' -H 'Content-Encoding: gzip' -d x -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 415
is 'no token' "$(get -D head -o /dev/null -w '%{http_code}' "$url/v1/catalogue")" 401
says 'no token' head 'WWW-Authenticate: Bearer'
head -c 8388608 /dev/zero >full; head -c 8388609 /dev/zero >over
json='Content-Type: application/json'
is '8 MB' "$(get -H "$json" --data-binary @full -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 400
is 'over 8 MB' "$(get -H "$json" --data-binary @over -o body -w '%{http_code}' "$url/v1/workstations")" 413
says 'over 8 MB' body '"type":"too_large"'
is 'over 8 MB, pushed' "$(get -H "$json" -H Expect: --data-binary @over -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 413
is 'over 8 MB, chunked' "$(get -H "$json" -H Expect: -H 'Transfer-Encoding: chunked' --data-binary @over -o /dev/null -w '%{http_code}' "$url/v1/workstations")" 413
is 'page of nothing' "$(get -o body -w '%{http_code} %{content_type}' "$url/t/H01.91.12-261123-0001/AAAA")" '404 text/html; charset=utf-8'
says 'page of nothing' body 'Không xác nhận được biên nhận này'
get -H 'Accept-Language: en' -o body "$url/t/H01.91.12-261123-0001/AAAA"
says 'page in English' body 'This receipt cannot be confirmed'
port=${url##*:}
exits 'port in use' 69 central --listen "127.0.0.1:$port"
grep -q AAAA log; is 'the log knows no receipt' $? 1
stop; is 'stops in good order' $? 0

# ---- a password in the address, where there can be one
if [ -n "$on_postgres" ]; then
	plain_db=$main_db main_db="postgresql://motcua:bimat@/${main_db#postgresql:///}&password=bimat"
	serve
	is 'serves with a password' "$(get -o /dev/null -w '%{http_code}' "$url/healthz")" 204
	tr '\0' ' ' <"/proc/$server/cmdline" >cmdline
	says 'the command line is this one' cmdline '--listen'
	grep -q bimat cmdline log; is 'the password is not to be seen' $? 1
	says 'a better place is told' log '.pgpass'
	stop
	main_db=$plain_db
fi

# ---- TLS
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
	-addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout key.pem -out cert.pem 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=other \
	-keyout other.pem -out /dev/null 2>/dev/null
serve --tls-cert cert.pem --tls-key key.pem
is 'TLS address' "${url%:*}" https://127.0.0.1
is 'TLS' "$(get --cacert cert.pem -o /dev/null -w '%{http_code}' "$url/healthz")" 204
get -o /dev/null "$url/healthz"; is 'a certificate nobody vouches for' $? 60
get --cacert cert.pem --tls-max 1.1 -o /dev/null "$url/healthz"; is 'no old TLS' $? 35
get -o /dev/null -w '' "http://127.0.0.1:${url##*:}/healthz"; [ $? -ne 0 ]; is 'no plain HTTP beside it' $? 0
is 'still there' "$(get --cacert cert.pem -o /dev/null -w '%{http_code}' "$url/healthz")" 204
stop; is 'stops with TLS' $? 0
exits 'key of another certificate' 78 central --listen 127.0.0.1:0 --tls-cert cert.pem --tls-key other.pem
exits 'rubbish for a certificate' 78 central --listen 127.0.0.1:0 --tls-cert agencies.csv --tls-key key.pem

# ---- the demo
database demo
exits 'demo, check' 0 "$B/motcua-central" --db "$db" --demo check
says 'demo, check' out 'Cấu hình đủ'
printf '[{"id":"H01.91.12","name":"Đã đổi tên","level":"commune"}]' >renamed.json
exits 'a change to the demo' 0 "$B/motcua-central" --db "$db" import agencies renamed.json
exits 'the demo is loaded once' 0 "$B/motcua-central" --db "$db" --demo import --json agencies renamed.json
says 'the demo is loaded once' out '"same":1'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
