#!/bin/sh
# One drains, the others look on: sync --watch without anybody logged in, intakes beside it, kill -9, a
# central that hangs, an end on SIGTERM.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

# until SECONDS COMMAND…: tries again until it succeeds
until_ok() {
	end=$(($(date +%s) + $1)); shift
	while ! "$@" >/dev/null 2>&1; do
		if [ "$(date +%s)" -gt "$end" ]; then no "not in time: $*"; return; fi
		motcua version >/dev/null
	done
	ok
}
in_watch() { tail -n 1 "$dir/watch" | grep -q "$1"; }
owner_is() { motcua doctor --json 2>/dev/null | grep '"check":"drain"' | grep -q "$1"; }

take_in() { motcua intake --applicant '{"name":"Nguyễn Văn Thử","id_number":"001099012345"}' --procedure 1.014027 --json; }

start_central
configure counter
printf '[central]\ntimeout_s = 20\n' >>"$dir/counter.ini"
expect 0 motcua enrol "$(code_for 3)"

# ---- a daemon drains, intakes beside it are delivered by it
"$B/motcua" -c "$dir/counter.ini" sync --watch --json >"$dir/watch" 2>&1 & watch=$!
until_ok 60 in_watch online
until_ok 60 owner_is "motcua sync --watch (tiến trình $watch)"
expect 0 take_in
out_has '"state":"delivered"'
expect 0 motcua sync --once --json
out_has '"drained_by":"motcua sync --watch"'
out_has '"waiting":0'

# ---- central goes: intakes are quick and wait; central comes back: they go out by themselves
address=${url#http://}
stop_central
expect 75 take_in
expect 75 motcua sync --once
start_central "$address"
until_ok 60 sh -c "'$B/motcua' -c '$dir/counter.ini' queue list --json | grep -c waiting | grep -qx 0"
until_ok 60 in_watch '"waiting":0'

# ---- a central that takes the connection and never answers: nobody waits for it long
kill -STOP "$server"
start=$(date +%s%N)
expect 75 take_in
took=$((($(date +%s%N) - start) / 1000000))
[ "$took" -lt 15000 ] && ok || no "an intake took $took ms while central hangs"
kill -CONT "$server"
until_ok 60 sh -c "'$B/motcua' -c '$dir/counter.ini' queue list --json | grep -c waiting | grep -qx 0"

# ---- kill -9: whoever comes next takes over at once
kill -KILL "$watch"; wait "$watch" 2>/dev/null
expect 0 take_in
out_has '"state":"delivered"'
"$B/motcua" -c "$dir/counter.ini" sync --watch --json >"$dir/watch" 2>&1 & watch=$!
until_ok 60 in_watch online
until_ok 60 owner_is "tiến trình $watch"
first=$watch
"$B/motcua" -c "$dir/counter.ini" sync --watch --json >"$dir/watch" 2>&1 & watch=$!
until_ok 60 in_watch "\"drained_pid\":$first"
kill -KILL "$first"; wait "$first" 2>/dev/null
until_ok 60 owner_is "tiến trình $watch"
expect 0 take_in

# ---- the end
kill -TERM "$watch"; wait "$watch"
same $? 0
watch=
expect 0 motcua sync --once --json
out_has '"waiting":0'
same "$(grep -c drained_by "$dir/out")" "$(grep -c '"drained_by":null' "$dir/out")"

# ---- central comes back without knowing this machine: the queue waits, and goes out after enrolling again
stop_central
expect 75 take_in
cp "$dir/central.db" "$dir/kept.db"
sqlite3 "$dir/central.db" 'DELETE FROM workstations; DELETE FROM number_blocks; DELETE FROM number_series;
	DELETE FROM standing_blocks; DELETE FROM dossiers; DELETE FROM dossier_history; DELETE FROM changes;
	DELETE FROM station_seen; DELETE FROM enrol_codes; UPDATE counters SET value = 0 WHERE name = '"'changes'"
start_central "$address"
expect 75 motcua sync --once
grep -q 'không chấp nhận khóa' "$dir/err" && ok || no 'not told that central does not know us'
expect 75 take_in
code=$(code_for 3)
expect 0 motcua enrol "$code"
expect 65 motcua enrol "$code"
expect 0 motcua sync --once --json
out_has '"waiting":0'
out_has '"rejected":0'
motcua search '' --json >"$dir/out" 2>"$dir/err" || motcua search 1 --json >"$dir/out" 2>"$dir/err"
for c in $(sed -n 's/.*"code":"\([^"]*\)".*/\1/p' "$dir/out"); do
	same "$c $(sqlite3 "$dir/central.db" "SELECT count(*) FROM dossiers WHERE code = '$c'")" "$c 1"
done
same "$(sqlite3 "$dir/central.db" 'SELECT count(*) FROM dossiers')" \
	"$(($(sqlite3 "$dir/kept.db" 'SELECT count(*) FROM dossiers') + 2))"

finish
