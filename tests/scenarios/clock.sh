#!/bin/sh
# A counter whose clock jumps, dies or sleeps, without a network: what dates a dossier, whose day its number
# has, what is marked; and that central takes every one of them afterwards.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

now=1795398180 # Monday 2026-11-23 08:43 in Viet Nam
day=86400
# when CLOCK BOOT COMMAND…: with this machine's clock there, and the boot's: "ID:SECONDS"
when() {
	clock=$1 boot=$2; shift 2
	MOTCUA_TEST_NOW=$clock MOTCUA_TEST_BOOT="${boot}000" "$B/motcua" -c "$dir/counter.ini" "$@" \
		>"$dir/out" 2>"$dir/err" </dev/null
}
# takes WHAT CLOCK BOOT RECEIVED TRUSTED: an intake there is dated so, has a number of that day, and says so
takes() {
	when "$2" "$3" intake --applicant '{"name":"Nguyễn Văn Thử","id_number":"001099012345"}' --procedure 1.014027 \
		--print --json
	same $? 75 "$1, exit"
	same "$(field received_at)" "$4" "$1, received"
	code=$(field code)
	same "$(printf %s "$code" | cut -d- -f2)" "$(printf %s "$4" | cut -c3-10 | tr -d -)" "$1, day of the number"
	pdf=$(field receipt) link=$(field tracking_url)
	when "$2" "$3" verify --json "$link"
	same "$(field clock_trusted)" "$5" "$1, mark"
	marked=$(pdftotext -layout "$pdf" - | grep -c 'đồng hồ của máy chưa đối chiếu')
	if [ "$5" = true ]; then same "$marked" 0 "$1, paper"; else [ "$marked" -ge 1 ] && ok || no "$1: paper unmarked"; fi
}

export MOTCUA_TEST_NOW=$now # central's
start_central
configure counter
when $now a:1000 enrol "$(code_for 3)"
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
when 30 c:90 doctor --json
grep '"check":"clock"' "$dir/out" | grep -q '"state":"error"' && ok || no 'the doctor does not see the clock'
takes 'restarted two days later' $((now + 2 * day)) e:30 2026-11-25T08:43:00+07:00 true

# ---- a day asleep, then the clock dies in a later boot: never before what was known
takes 'a day asleep' $((now + 3 * day)) e:$((30 + day)) 2026-11-26T08:43:00+07:00 true
takes 'dead after that' 0 f:120 2026-11-26T08:45:00+07:00 false

# ---- central is back: it takes them all, in their order, under their numbers
MOTCUA_TEST_NOW=$((now + 3 * day))
start_central "$address"
when 0 f:180 sync --once --json
same $? 0 'sync --once'
same "$(field waiting)" 0 waiting
same "$(field rejected)" 0 rejected
same "$(field delivered)" 11 delivered
# and its clock is ours from here on, though ours is dead; a minute later by either, whichever the intake asks
stop_central
MOTCUA_TEST_NOW=$((now + 3 * day + 60))
start_central "$address"
when 0 f:240 intake --applicant '{"name":"Nguyễn Văn Thử","id_number":"001099012345"}' --procedure 1.014027 --json
same $? 0 'intake with a dead clock, online'
same "$(field received_at)" 2026-11-26T08:44:00+07:00 'received with a dead clock, online'

finish
