#!/bin/sh
# What can happen to the file everything lies in: gone, emptied, cut short, spoilt, another machine's.
# Said at the next start, never made anew, and work goes on when it is back.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

motcua() { at a "$@"; }
other() { at b "$@"; }
start_central
card='089190001234||Nguyễn Thị Ánh Mẫu|02091990|Nữ|Ấp Thử Nghiệm, An Giang|01012022'

enrol a 3
enrol b 4
away a
for i in 1 2 3; do
	expect 75 motcua intake --card "$card" --procedure 1.014027 --json
done
db=$dir/a/motcua.db
keep() { rm -rf "$dir/kept"; cp -a "$dir/a" "$dir/kept"; }
back() { rm -rf "$dir/a"; cp -a "$dir/kept" "$dir/a"; }
keep

# every way in says so, and changes nothing
refused() { # STATUS WORDS
	ls -l --time-style=full-iso "$dir/a" >"$dir/before"
	for command in 'queue list' 'sync --once' 'search Mau'; do
		expect "$1" motcua $command
		err_has "$2"
	done
	expect "$1" motcua intake --card "$card" --procedure 1.014027
	expect "$1" motcua doctor
	out_has "$2"
	out_has 'chưa kiểm tra được vì không mở được dữ liệu của máy'
	ls -l --time-style=full-iso "$dir/a" >"$dir/after"
	same "$(cat "$dir/before")" "$(cat "$dir/after")"
}

# ---- gone
rm -f "$db" "$db-wal" "$db-shm"
refused 74 'không còn, dù máy này đã có khóa'
back
expect 0 motcua queue list
same "$(wc -l <"$dir/out")" 3

# ---- emptied, cut short
: >"$db"; rm -f "$db-wal" "$db-shm"
refused 74 'đã mất nội dung'
back
motcua queue list >/dev/null # the log is written back
size=$(stat -c %s "$db")
truncate -s $((size / 2)) "$db"
refused 74 'bị hỏng'
out_has 'motcua queue export'
back

expect 69 motcua doctor
out_has 'nguyên vẹn; đã kiểm tra 3 hồ sơ chờ gửi'

# ---- another machine's
cp -a "$dir/b/motcua.db" "$db"; rm -f "$db-wal" "$db-shm"
expect 78 motcua intake --card "$card" --procedure 1.014027
err_has 'không phải khóa đã niêm phong cơ sở dữ liệu này'
expect 78 motcua sync --once
back

# ---- a file, a folder that may not be written; root goes without its power over them
plain() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --bounding-set=-dac_override --inh-caps=-dac_override "$B/motcua" -c "$dir/a.ini" "$@"
	else
		motcua "$@"
	fi
}
chmod 400 "$db"
expect 74 plain intake --card "$card" --procedure 1.014027
err_has 'Không được phép ghi vào tệp dữ liệu'
expect 74 plain queue list
chmod 600 "$db"
chmod 500 "$dir/a"
expect 74 plain intake --card "$card" --procedure 1.014027
err_has "$db"
chmod 700 "$dir/a"
expect 0 plain queue list
same "$(wc -l <"$dir/out")" 3
back

# a disk that takes no writes is told as such, whatever the rights of the file say
read_only() {
	LD_PRELOAD=$B/tests/preload/read_only.so MOTCUA_READ_ONLY=$dir/a \
		"$B/motcua" -c "$dir/a.ini" "$@"
}
ls -l --time-style=full-iso "$dir/a" >"$dir/before"
for command in 'queue list' "intake --card $(echo "$card" | tr ' ' _) --procedure 1.014027" doctor; do
	expect 74 read_only $command
	cat "$dir/err" >>"$dir/out"
	out_has 'Ổ đĩa đang ở chế độ chỉ đọc'
done
ls -l --time-style=full-iso "$dir/a" >"$dir/after"
same "$(cat "$dir/before")" "$(cat "$dir/after")"

# ---- a folder where room is kept for a full disk
rm -f "$db-reserve"
mkdir -p "$db-reserve/x"
expect 75 motcua intake --card "$card" --procedure 1.014027
expect 69 motcua doctor
out_has "$db-reserve phải là tệp"
back

# ---- the queue carried to another counter, from a machine in whatever state
out=$dir/queue.motcua
export_from() { # STATUS WAITING [COMMAND]: the code is kept
	rm -f "$out"
	expect "$1" "${3:-motcua}" queue export "$out" --json
	out_has "\"waiting\":$2,"
	code=$(sed -n 's/.*"code":"\([^"]*\)".*/\1/p' "$dir/out")
}
with_code() { printf '%s\n' "$code" | other "$@"; } # the code is never an argument
import_here() { # STATUS WORDS…
	want=$1; shift
	with_code import "$out" "$@" >"$dir/out" 2>"$dir/err"
	got=$?
	if [ "$got" = "$want" ]; then ok; else no "exit $got instead of $want: import"; fi
}
export_from 0 3
same "$(stat -c %a "$out")" 600
same "$(strings "$out" | grep -c -e 0891 -e Mẫu)" 0
expect 74 motcua queue export "$out"
err_has 'không ghi đè'
chmod 400 "$db"
export_from 0 3 plain
chmod 600 "$db"
chmod 500 "$dir/a"
export_from 0 3 plain
chmod 700 "$dir/a"
same "$(ls "$dir" | grep -c copy)" 0
cksum "$db" >"$dir/before"
truncate -s $((size * 9 / 10 / 4096 * 4096)) "$db"
cksum "$db" >"$dir/cut"
rm -f "$out"
motcua queue export "$out" >"$dir/out" 2>"$dir/err"
cksum "$db" >"$dir/after"
same "$(cat "$dir/cut")" "$(cat "$dir/after")"
err_has 'bị hỏng'
back
rm -f "$db" "$db-wal" "$db-shm"
expect 74 motcua queue export "$out.none"
err_has 'không còn'
back
export_from 0 3

printf 'a,b\n1,2\n' >"$dir/list.csv"
right=$code
code=$right; out=$dir/list.csv; import_here 65; err_has 'không phải tệp hàng đợi'
out=$dir/queue.motcua
code=AAAA-AAAA-AAAA-AAAA; import_here 77; err_has 'Mã không đúng'
code=abc; import_here 65
code=; import_here 64
code=$right
head -c 900 "$out" >"$dir/short.motcua"; out=$dir/short.motcua; import_here 65; err_has 'cắt ngắn'
out=$dir/queue.motcua
code=$(echo "$right" | tr 'A-Z-' 'a-z '); import_here 0 --dry-run; out_has 'Nhập được 3 hồ sơ'
expect 0 other queue list
same "$(wc -l <"$dir/out")" 0
code=$right; import_here 0; out_has 'Đã nhập 3 hồ sơ'
import_here 0; out_has '3 hồ sơ đã có từ trước'
expect 0 other queue list
out_has '(của quầy 3)'
expect 0 other verify --journal # their receipts are in the journal of the machine that gave them
expect 0 other sync --once
out_has 'Đã gửi 3, chờ gửi 0'
import_here 0
expect 0 other queue list
same "$(wc -l <"$dir/out")" 0
configure a # the broken one comes back and sends them too: the same dossiers
expect 0 motcua sync --once
out_has 'Đã gửi 3, chờ gửi 0'
expect 0 motcua queue export "$out.none"
out_has 'không ghi tệp nào'
same "$(ls "$dir" | grep -c none)" 0
away a
back

# another agency has no business with it
enrol c 1 H01.02
printf '%s\n' "$right" | at c import "$out" >"$dir/out" 2>"$dir/err"
same $? 65
err_has 'đơn vị khác'

# ---- the log is damaged, or was left behind: what was told saved is missing, so it is said, and no
# number that was printed comes again
"$B/motcua" -c "$dir/a.ini" sync --watch >/dev/null 2>&1 &
watch=$!
while [ ! -e "$db-wal" ] && kill -0 $watch 2>/dev/null; do :; done
for i in 1 2 3; do
	expect 75 motcua intake --card "$card" --procedure 1.014027 --json
	grep -o '"code":"[^"]*"' "$dir/out" >>"$dir/printed"
done
kill -9 $watch; wait $watch 2>/dev/null
watch=
rm -rf "$dir/crashed"; cp -a "$dir/a" "$dir/crashed"
printed_again() { # nothing
	expect 75 motcua intake --card "$card" --procedure 1.014027 --json
	same "$(grep -o '"code":"[^"]*"' "$dir/out" | grep -cFf "$dir/printed")" 0
	expect 69 motcua doctor
	out_has 'Dữ liệu này là bản cũ'
}
printf XXXXXXXX | dd of="$db-wal" bs=1 seek=$(($(stat -c %s "$db-wal") / 4)) conv=notrunc 2>/dev/null
printed_again
rm -rf "$dir/a"; cp -a "$dir/crashed" "$dir/a"
rm "$db-wal"
printed_again
back

# ---- another copy put in its place while a program runs: that program saves nothing more
mkfifo "$dir/lines"
rm -f "$dir/out"
motcua intake - --json <"$dir/lines" >"$dir/out" 2>"$dir/err" &
batch=$!
exec 7>"$dir/lines"
request="{\"card\":\"$card\",\"procedure\":\"1.014027\"}"
echo "$request" >&7
while [ ! -s "$dir/out" ] && kill -0 $batch 2>/dev/null; do :; done
mv "$dir/a" "$dir/moved"; cp -a "$dir/kept" "$dir/a"
echo "$request" >&7
exec 7>&-
wait $batch
same $? 74
same "$(grep -c uuid "$dir/out")" 1
err_has 'thay bằng tệp khác'
rm -rf "$dir/moved"
back

# ---- the signing key gone: nothing is done without it, and it is said what helps; the queue is all there
mv "$dir/a/workstation.key" "$dir/key.kept"
for command in 'sync --once' 'verify --journal' "intake --card $dir --procedure 1.014027"; do
	expect 78 motcua $command
	err_has 'Không còn tệp khóa ký'
	err_has 'motcua enrol MÃ-ĐĂNG-KÝ'
done
expect 69 motcua doctor
out_has 'Không còn tệp khóa ký'
expect 0 motcua queue list
same "$(wc -l <"$dir/out")" 3
: >"$dir/a/workstation.key"; chmod 600 "$dir/a/workstation.key"
expect 78 motcua intake --card "$card" --procedure 1.014027
err_has 'chuyển tệp hỏng đi nơi khác'
mv "$dir/key.kept" "$dir/a/workstation.key"
back

# ---- its key is lost and the code is for another agency: what waits would be refused there, so nothing changes
rm "$dir/a/workstation.key"
configure a
code=$(code_for 9 H01.02)
expect 65 motcua enrol "$code"
err_has 'chưa gửi về trung tâm'
expect 78 motcua sync --once
expect 0 motcua queue list
same "$(grep -c 'chờ gửi' "$dir/out")" 3
configure elsewhere
expect 0 at elsewhere enrol "$code" # it was not used up
away a
back

# ---- another central behind the address: what waits is not for it, and nothing here becomes its own
here=$server there=$url central_db=sqlite:$dir/else.db
start_central
watch=$server server=$here # ends with this script, too
configure a
expect 75 motcua sync --once
expect 65 motcua enrol "$(code_for 3)"
err_has 'hệ thống trung tâm khác'
expect 75 motcua sync --once
stop "$watch"; watch=
url=$there central_db=sqlite:$dir/central.db
configure a
expect 0 motcua sync --once
out_has 'Đã gửi 3, chờ gửi 0, bị từ chối 0'
expect 0 motcua intake --card "$card" --procedure 1.014027
back

# ---- gone for good: a code of the administrator begins anew, under another number and key
rm -f "$db" "$db-wal" "$db-shm"
configure a
before=$(cksum <"$dir/a/workstation.key")
expect 0 motcua enrol "$(code_for 3)"
same "$(cat "$dir"/a/workstation.key.old-* | cksum)" "$before"
expect 0 motcua intake --card "$card" --procedure 1.014027
back

# ---- damaged: what can be read is saved first, the rest is kept beside, the queue comes back
away a
motcua queue list >/dev/null
export_from 0 3
truncate -s $((size * 9 / 10 / 4096 * 4096)) "$db"
cut=$(cksum <"$db")
configure a
refused 74 'bị hỏng'
expect 0 motcua enrol "$(code_for 3)"
err_has 'motcua.db.damaged-'
same "$(cat "$dir"/a/motcua.db.damaged-*[0-9] | cksum)" "$cut"
same "$(ls "$dir"/a | grep -c 'workstation.key.old-')" 1
printf '%s\n' "$code" | motcua import "$out" >"$dir/out" 2>"$dir/err"
same $? 0
out_has 'Đã nhập 3 hồ sơ'
expect 0 motcua sync --once
out_has 'chờ gửi 0, bị từ chối 0'
back

finish
