#!/bin/sh
# A counter whose clock jumps, dies or sleeps, without a network: what dates a dossier, whose day its number
# has, what is marked; and that central takes every one of them afterwards.
set -u
cd "$(dirname "$0")/../.."
B=$(cd "${B:-build}" && pwd)
dir=$(mktemp -d)
central=
passed=0 failed=0
stop_central() { [ -z "$central" ] || { kill "$central"; wait "$central"; } 2>/dev/null; central=; }
trap 'stop_central; rm -rf "$dir"' EXIT
unset MOTCUA_CONFIG LANGUAGE
export HOME="$dir" TZ=UTC CUPS_SERVER="$dir/no-cups.sock"

now=1795398180 # Monday 2026-11-23 08:43 in Viet Nam
day=86400
ok() { passed=$((passed + 1)); }
no() { failed=$((failed + 1)); echo "FAILED: $*"; sed 's/^/    /' "$dir/out" "$dir/err"; }
same() { if [ "$1" = "$2" ]; then ok; else no "$3: «$1» is not «$2»"; fi; }
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$dir/out" | tail -n 1; }
# at CLOCK BOOT COMMAND…: with this machine's clock there, and the boot's: "ID:SECONDS"
at() {
	clock=$1 boot=$2; shift 2
	MOTCUA_TEST_NOW=$clock MOTCUA_TEST_BOOT="${boot}000" "$B/motcua" -c "$dir/config.ini" "$@" \
		>"$dir/out" 2>"$dir/err" </dev/null
}
start_central() { # HOST:PORT CLOCK
	mkfifo "$dir/ready"
	MOTCUA_TEST_NOW=$2 "$B/motcua-central" --listen "$1" --db "sqlite:$dir/central.db" --demo >"$dir/ready" \
		2>>"$dir/central.log" &
	central=$!
	read -r line <"$dir/ready"
	rm "$dir/ready"
	url=${line#listening on }
}
# takes WHAT CLOCK BOOT RECEIVED TRUSTED: an intake there is dated so, has a number of that day, and says so
takes() {
	at "$2" "$3" intake --applicant '{"name":"Nguyễn Văn Thử","id_number":"001099012345"}' --procedure 1.014027 \
		--print --json
	same $? 75 "$1, exit"
	same "$(field received_at)" "$4" "$1, received"
	code=$(field code)
	same "$(printf %s "$code" | cut -d- -f2)" "$(printf %s "$4" | cut -c3-10 | tr -d -)" "$1, day of the number"
	pdf=$(field receipt) link=$(field tracking_url)
	at "$2" "$3" verify --json "$link"
	same "$(field clock_trusted)" "$5" "$1, mark"
	marked=$(pdftotext -layout "$pdf" - | grep -c 'đồng hồ của máy chưa đối chiếu')
	if [ "$5" = true ]; then same "$marked" 0 "$1, paper"; else [ "$marked" -ge 1 ] && ok || no "$1: paper unmarked"; fi
}

start_central 127.0.0.1:0 $now
printf '[central]\nurl = %s\n[workstation]\ndata_dir = %s\n' "$url" "$dir/counter" >"$dir/config.ini"
at $now a:1000 enrol "$(MOTCUA_TEST_NOW=$now "$B/motcua-central" --db "sqlite:$dir/central.db" enrol-code \
	--agency H01.91.12 --counter 3 2>/dev/null)"
same $? 0 enrol
address=${url#http://}
stop_central

# ---- the boot central was heard in: its clock goes on, whatever ours shows
takes 'as it should be' $((now + 60)) a:1060 2026-11-23T08:44:00+07:00 true
takes 'back a day' $((now + 60 - day)) a:1060 2026-11-23T08:44:00+07:00 true
takes 'ten years ahead' $((now + 60 + 3653 * day)) a:1060 2026-11-23T08:44:00+07:00 true
takes '1970' 60 a:1060 2026-11-23T08:44:00+07:00 true
takes 'local time for UTC' $((now + 60 + 25200)) a:1060 2026-11-23T08:44:00+07:00 true

# ---- a later boot: our clock where it can be right, else the least it can be, marked
takes 'restarted' $((now + 3600)) b:30 2026-11-23T09:43:00+07:00 true
takes 'restarted, battery dead' 30 c:90 2026-11-23T09:44:30+07:00 false
takes 'restarted, ten years ahead' $((now + 3653 * day)) d:90 2026-11-23T09:44:30+07:00 false
at 30 c:90 doctor --json
grep '"check":"clock"' "$dir/out" | grep -q '"state":"error"' && ok || no 'the doctor does not see the clock'
takes 'restarted two days later' $((now + 2 * day)) e:30 2026-11-25T08:43:00+07:00 true

# ---- a day asleep, then the clock dies in a later boot: never before what was known
takes 'a day asleep' $((now + 3 * day)) e:$((30 + day)) 2026-11-26T08:43:00+07:00 true
takes 'dead after that' 0 f:120 2026-11-26T08:45:00+07:00 false

# ---- central is back: it takes them all, in their order, under their numbers
start_central "$address" $((now + 3 * day))
at 0 f:180 sync --once --json
same $? 0 'sync --once'
same "$(field waiting)" 0 waiting
same "$(field rejected)" 0 rejected
same "$(field delivered)" 11 delivered
# and its clock is ours from here on, though ours is dead
at 0 f:240 intake --applicant '{"name":"Nguyễn Văn Thử","id_number":"001099012345"}' --procedure 1.014027 --json
same $? 0 'intake with a dead clock, online'
same "$(field received_at)" 2026-11-26T08:44:00+07:00 'received with a dead clock, online'

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
