#!/bin/sh
# Numbers against a real central: used up, on a Saturday, in two cloned folders at once, in a database put
# back from an older copy. Every citizen is served, every dossier arrives, and it is said what happened.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

export MOTCUA_TEST_ROOT="$dir/machine" MOTCUA_TEST_NOW=1795398180 # Monday 2026-11-23 08:43
export MOTCUA_TEST_BOOT=first:1000
mkdir -p "$dir/machine/etc"
echo 0123456789abcdef0123456789abcdef >"$dir/machine/etc/machine-id"

check() { expect 0 central --json check; }
here() { configure "$1"; }
card='089190001234||Nguyễn Thị Ánh Mẫu|02091990|Nữ|Ấp Thử Nghiệm, An Giang|01012022'
take() { expect "$1" at "$2" intake --card "$card" --procedure 1.014027 --json; } # STATUS FOLDER
request="{\"card\":\"$card\",\"procedure\":\"1.014027\"}"
many() { # FOLDER N: offline
	i=0; while [ $i -lt "$2" ]; do echo "$request"; i=$((i + 1)); done |
		at "$1" intake - --json >"$dir/out" 2>"$dir/err"
	same $? 75
}

start_central
enrol a 3

# ---- used up, with no network
away a
many a 29
err_lacks 'Đã dùng'
many a 1
err_has 'Đã dùng 50 % số hồ sơ hôm nay, còn 30 số.'
many a 30
err_lacks '50 %'
err_has 'Đã dùng 80 % số hồ sơ hôm nay, còn 12 số.'
err_has 'Đã dùng 95 % số hồ sơ hôm nay, còn 3 số.'
err_has 'từ hồ sơ sau dùng số dự phòng (còn 999)'
out_has '"fallback":false'
out_lacks '"fallback":true'
take 75 a
same "$(field code)" H01.91.12-261123-9001001
out_has '"fallback":true'
err_lacks 'Đã hết'
token=$(field tracking_url)
expect 0 at a verify "$token"
take 75 a
same "$(field code)" H01.91.12-261123-9001002
expect 69 at a doctor # central is away
out_has 'đang dùng số dự phòng'
expect 0 at a print H01.91.12-261123-9001002 --to "$dir/receipt.pdf"
pdftotext -layout "$dir/receipt.pdf" "$dir/out"
out_has 'Số dự phòng'
here a
expect 0 at a sync --once --json
out_has '"waiting":0'
expect 0 at a search 9001002 --json
out_has '"state":"delivered"'
take 0 a # and ordinary ones again
out_has '"fallback":false'
check
out_lacks '"code":"copies"'
out_has '"code":"fallback_used"'
out_lacks '"code":"clash"'

# ---- a Saturday with no network: something is there, leased on Monday
away a
MOTCUA_TEST_NOW=1795827600 MOTCUA_TEST_BOOT=second:1000
take 75 a
same "$(field code)" H01.91.12-261128-0001
out_has '"fallback":false'
# nobody saw the number: it is said, and the status still tells that the dossier is safe here
expect 75 sh -c "'$B/motcua' -c '$dir/a.ini' intake --card '$card' --procedure 1.014027 >/dev/full"
err_has 'Không ghi được kết quả ra'
here a # days later, online: Monday's unused numbers are told as burned
stop_central; start_central
here a
expect 0 at a sync --once
check
out_has '"code":"numbers_burned"'
out_has '2026-11-23: '
out_lacks '"code":"numbers_not_arrived"'

# ---- one folder twice: both serve, both arrive
enrol b 4
cp -a "$dir/b" "$dir/c"
away b; away c
take 75 b; first=$(field code); paper_b=$(field tracking_url)
take 75 c; paper_c=$(field tracking_url)
same "$(field code)" "$first"
here b; here c
expect 0 at b sync --once
expect 0 at c sync --once
expect 0 at c queue list --json
out_has '"type":"clash"'
out_has "\"code\":\"$first\""
expect 0 at b sync --once # the first hears of it, too
expect 0 at b queue list --json
out_has '"type":"clash"'
check
out_has '"code":"clash"'
expect 0 at b verify "$paper_b"
expect 0 at c verify "$paper_c"
take 0 b; second=$(field code)
take 0 c
differ "$(field code)" "$second"
expect 0 at b verify --journal
away b; away c # from here on each has numbers of its own
take 75 b; third=$(field code)
take 75 c
differ "$(field code)" "$third"
here b; here c
expect 0 at b sync --once
expect 0 at c sync --once
check
same "$(sed -n 's/.*"code":"clash","weight":"note","text":"[^"]*","count":\([0-9]*\).*/\1/p' "$dir/out")" 1

# ---- the database put back from an older copy, with no network
enrol d 5
mkdir "$dir/kept"
cp -a "$dir"/d/motcua.db* "$dir/kept"
away d
take 75 d; lost=$(field code)
rm -f "$dir"/d/motcua.db*; cp -a "$dir"/kept/* "$dir/d"
expect 65 at d verify --journal
out_has 'Thiếu phần cuối'
take 75 d
out_has '"fallback":true'
expect 0 at d queue list --json
out_has '"type":"restored"'
expect 69 at d doctor
out_has 'bản cũ'
expect 65 at d verify --journal # what was lost is not whole
out_has 'Thiếu: trước giấy này'
here d
expect 0 at d sync --once
take 0 d
out_has '"fallback":false'
differ "$(field code)" "$lost"

# ---- the whole folder put back, mark and all: central has seen more
rm -rf "$dir/kept"; cp -a "$dir/d" "$dir/kept"
take 0 d; lost=$(field code)
rm -rf "$dir/d"; cp -a "$dir/kept" "$dir/d"
take 0 d
differ "$(field code)" "$lost"
check
same "$(sed -n 's/.*"code":"clash","weight":"note","text":"[^"]*","count":\([0-9]*\).*/\1/p' "$dir/out")" 1

out_has '"code":"copies"'
expect 0 central received --agency H01.91.12 --counter 5 # and what the older copy lacks
cp "$dir/out" "$dir/received"
expect 65 at d queue missing "$dir/received"
out_has "$lost"
err_has 'Trung tâm có 1 trong'
expect 65 at d queue missing "$dir/received" --json
same "$(field code)" "$lost"
grep -v "$lost" "$dir/received" | at d queue missing - >"$dir/out" 2>&1
same $? 0
echo nothing >"$dir/none"
expect 65 at d queue missing "$dir/none"
expect 74 at d queue missing "$dir/nowhere"
expect 64 central received --agency H01.91.12
check
out_has '"count":2,"examples":"H01.91.12 4, H01.91.12 5"'

# ---- on another machine
echo fedcba9876543210fedcba9876543210 >"$dir/machine/etc/machine-id"
away d
take 75 d
same "${#lost}" "${#first}"
case $(field code) in *-9???5??) ok ;; *) no 'not from the middle of the fallback numbers' ;; esac
expect 0 at d queue list --json
out_has '"type":"cloned"'
here d
expect 0 at d sync --once

# ---- long after the last lease: the first of the day has a fallback number already
enrol e 6
away e
MOTCUA_TEST_NOW=$((1795827600 + 30 * 86400)) MOTCUA_TEST_BOOT=third:1000
take 75 e
out_has '"fallback":true'
err_has 'đang dùng số dự phòng (còn 998)'
take 75 e
err_lacks 'Đã hết'

finish
