#!/bin/sh
# The counter by command, against a real central: enrol, take in, print, verify, lose the network, go on,
# come back; and what must be refused.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

# ---- before anything is set up
expect 64 "$B/motcua" nonsense
err_has 'motcua help'
expect 0 "$B/motcua" version
expect 0 "$B/motcua" due --received 2026-11-23T08:43:00+07:00 --days 10
out_has 2026-12-08T08:43:00+07:00
expect 78 motcua queue
err_has "$dir/counter.ini"
printf '[central]\nurl = ftp://nowhere\n' >"$dir/counter.ini"
expect 78 motcua queue
err_has "$dir/counter.ini:2: [central] url"
printf '[central]\nur = x\n' >"$dir/counter.ini"
expect 78 motcua queue
err_has 'counter.ini:2:'
printf '[central]\nurl = http://127.0.0.1:9\n[workstation]\ndata_dir = %s\n' "$dir/counter" >"$dir/counter.ini"
for mode in 666 664 602; do
	chmod $mode "$dir/counter.ini"
	expect 78 motcua queue
	err_has 'chmod go-w'
done
chmod 600 "$dir/counter.ini"
printf '; one\n[workstation]\ndata_dir = /%0300d\n' 0 >"$dir/nowhere.ini"
expect 78 "$B/motcua" -c "$dir/nowhere.ini" queue
err_has "$dir/nowhere.ini:3: giá trị quá dài"
: >"$dir/nowhere.ini"
expect 0 env -u HOME "$B/motcua" -c "$dir/nowhere.ini" due --received 2026-11-23T08:43:00+07:00 --hours 1
out_has 2026-11-23T09:43:00+07:00
expect 65 env -u HOME "$B/motcua" -c "$dir/nowhere.ini" card x
printf '[workstation]\ndata_dir = /dev/null/x\n' >"$dir/nowhere.ini"
expect 74 "$B/motcua" -c "$dir/nowhere.ini" queue
err_has 'Không tạo được thư mục /dev/null/x: một phần của đường dẫn không phải thư mục.'
expect 74 sh -c "'$B/motcua' card - <&-"
# nothing is made by looking: an empty store in the place of a disk that is not mounted would look like a new one
for command in 'queue list' 'search x' 'sync --once' 'intake --card x --procedure y' 'pin list' 'verify x'; do
	expect 78 motcua $command
	err_has 'motcua enrol'
	err_has 'chưa được gắn'
	err_has "$dir/counter/motcua.db"
done
expect 69 motcua doctor
out_has 'chưa được gắn'
out_has 'Trung tâm: http://127.0.0.1:9: chưa kiểm tra được vì máy chưa đăng ký'
expect 69 env LANGUAGE=en "$B/motcua" -c "$dir/counter.ini" doctor
out_has 'This machine is not enrolled'
expect 0 env LANGUAGE=xx:en_GB:vi "$B/motcua" -c "$dir/counter.ini" due --received 2026-11-23T08:43:00+07:00 --hours 1
expect 69 env LANGUAGE=vi:en "$B/motcua" -c "$dir/counter.ini" doctor
out_has 'chưa đăng ký'
same "$(ls -a "$dir/counter" 2>/dev/null)" ''
same "$(motcua due --received x --hours 1 2>&1 | grep -c motcua)" 1
expect 69 motcua enrol ABCD-EFGH-JKMN
err_has "Tạo kho dữ liệu mới, chưa có hồ sơ nào: $dir/counter/motcua.db"

# ---- enrol
start_central
configure counter
expect 65 motcua enrol ABCD-EFGH-JKMN
code=$(code_for 3)
expect 0 motcua enrol "$code"
out_has 'Phường Long Xuyên'
expect 65 motcua enrol "$code"

# ---- one dossier, online
card='089190001234||Nguyễn Thị Ánh Mẫu|02091990|Nữ|Ấp Thử Nghiệm, An Giang|01012022'
expect 0 motcua intake --card "$card" --procedure 1.014027 --phone '0912 345 678' --print --json
first=$(field code) uuid=$(field uuid) link=$(field tracking_url) pdf=$(field receipt)
same "$(field state)" delivered
same "$(stat -c %a "$pdf")" 600
pdftotext -layout "$pdf" "$dir/out"
out_has "$first"
out_has 'Nguyễn Thị Ánh Mẫu'
out_has 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ'
pdftoppm -r 203 -gray "$pdf" "$dir/page"
zbarimg -q --raw "$dir"/page-1.pgm >"$dir/out" 2>"$dir/err"
out_has "$link"
out_has "$first"
expect 0 curl -sf "$link"
out_has "$first"
for secret in 089190001234 Nguyễn 0912345678 'Ánh Mẫu'; do
	same "$(count "$secret")" 0
done
expect 0 motcua verify "$link"
out_has 'Giấy hẹn thật'
expect 0 motcua verify "${link##*/}"
expect 0 motcua verify "  $link
"
expect 0 motcua verify "${link##*/}" --code "$first" --json
out_has '"genuine":true'

# ---- one changed character anywhere is seen
token=${link##*/}
at=2
while [ $at -le ${#token} ]; do
	c=$(printf %s "$token" | cut -c$at)
	[ "$c" = A ] && other=B || other=A
	forged=$(printf %s "$token" | cut -c-$((at - 1)))$other$(printf %s "$token" | cut -c$((at + 1))-)
	expect 65 motcua verify "${link%/*}/$forged"
	at=$((at + 9))
done
expect 65 motcua verify "$(printf %s "$link" | sed 's,-0001/,-0002/,')"
expect 65 motcua verify 'https://example.vn/t/x/y'
expect 65 motcua verify "$token" --code H01.91.12-261123-9999

# ---- found again, printed again
expect 0 motcua search 'anh mau' --json
out_has "$uuid"
expect 0 motcua search --json 'anh mau'
out_has "$uuid"
expect 0 motcua search 0912345678
out_has "$first"
expect 0 motcua print "$first" --to "$dir/again.pdf"
pdftotext -layout "$dir/again.pdf" "$dir/out"
out_has 'BẢN SAO 1'
expect 65 motcua print H01.91.12-000000-0001
expect 65 motcua print "$first" --form 99
expect 74 motcua print "$first" --to /dev/null/x.pdf
err_has 'Không ghi được tệp'

# ---- refused, each with a sentence, nothing kept
expect 65 motcua intake --card 'abc' --procedure 1.014027
expect 65 motcua intake --card "$card" --procedure 1.014027 --delegate '089190001234||Nguyễn Thị'
err_has 'delegate: '
expect 65 motcua intake --card "$card" --procedure 9.999999
err_has 'procedure: '
expect 65 motcua intake --card "$card" --procedure 1.014027 --component 1=original:-1
expect 65 motcua intake --card "$card" --procedure 1.014027 --component 1=original:100
expect 65 motcua intake --card "$card" --procedure 1.014027 --component nowhere=original:1
expect 65 motcua intake --card "$card" --procedure 1.014027 --component 1=original:1,original:2
expect 65 motcua intake --card "$card" --procedure 1.014027 --phone 12345
err_has 'applicant.phone'
expect 65 motcua intake --card "$card" --procedure 1.014027 --copies 0
expect 65 motcua intake --card "$card" --procedure 1.014027 --result fax
expect 65 motcua intake --card "$card" --procedure 1.014027 --case nowhere
expect 65 motcua intake --applicant '{"name":""}' --procedure 1.014027
expect 65 motcua intake --applicant '{"kind":2,"name":"Công ty Ví Dụ","tax_code":"123"}' --procedure 1.014027
err_has 'applicant.tax_code'
expect 65 motcua intake --applicant 'no json' --procedure 1.014027
err_has 'motcua: applicant: '
expect 64 motcua intake --card "$card" --applicant '{}' --procedure 1.014027
expect 64 motcua intake --card "$card"
expect 0 motcua search "$first" --json
same "$(count uuid)" 1
expect 0 motcua sync --once --json
out_has '"waiting":0'

# ---- the network goes: numbers go on, receipts too
address=${url#http://}
stop_central
: >"$dir/numbers"
for person in '089085004321||Trần Văn Thử|15031985|Nam|An Giang|01012022' \
	'089301000007||Lê Thị Ví Dụ|01012001|Nữ|An Giang|01012022' \
	'001099012345||Nguyễn Văn An|15011999|Nam|Số 1, Phường Thử Nghiệm, Hà Nội|01012022||||'; do
	expect 75 motcua intake --card "$person" --procedure 1.001193 --print --json
	same "$(field state)" waiting
	[ -s "$(field receipt)" ] && ok || no 'no receipt offline'
	field code >>"$dir/numbers"
	field tracking_url >>"$dir/links"
done
same "$(sort -u "$dir/numbers" | grep -c .)" 3
while read -r offline_link; do
	expect 0 motcua verify "$offline_link"
	out_has 'không có mạng'
done <"$dir/links"
expect 75 motcua sync --once
expect 0 motcua queue list --json
same "$(count '"state":"waiting"')" 3

# ---- a receipt whose dossier has not come is genuine at central
start_central "$address"
expect 0 curl -sf "$(head -n 1 "$dir/links")"
out_has 'chưa đồng bộ'
expect 0 motcua sync --once --json
out_has '"waiting":0'
while read -r number; do
	expect 0 motcua search "$number" --json
	same "$(field code)" "$number"
	same "$(field state)" delivered
done <"$dir/numbers"
expect 0 curl -sf "$(head -n 1 "$dir/links")"
out_has 'Được tiếp nhận'

# ---- a central that takes the connection and says nothing
kill -STOP "$server"
expect 69 motcua doctor
out_has "$url: Máy chủ trung tâm không trả lời kịp."
kill -CONT "$server"

# ---- many at once, by lines; bad lines are named and the others safe
printf '%s\n' '{"card":"089085004321||Trần Văn Thử|15031985|Nam|An Giang|01012022","procedure":"1.014027"}' \
	'{"card":"bad","procedure":"1.014027"}' 'not json' \
	'{"applicant":{"name":"Lê Thị Ví Dụ","id_number":"089301000007"},"procedure":"1.001193","component":["1=copy:2"]}' \
	>"$dir/lines"
motcua intake - --json <"$dir/lines" >"$dir/out" 2>"$dir/err"
same $? 65
same "$(count '"code"')" 2
err_has 'dòng 2: card: '
err_has 'dòng 3'
bom=$(printf '\357\273\277')
printf '%s{"applicant":{"name":"","id_number":"1"},"procedure":"1.001193"}\r\n\r\n  \n{}\n' "$bom" >"$dir/lines"
motcua intake - <"$dir/lines" >"$dir/out" 2>"$dir/err"
same $? 65
err_has 'dòng 1: applicant.name: '
err_has 'dòng 1: applicant.id_number: '
err_has 'dòng 4: procedure: '
same "$(grep -c dòng "$dir/err")" 4
{ head -c 200000 /dev/zero | tr '\0' '{'; echo; head -n 1 "$dir/lines"; } |
	motcua intake - >"$dir/out" 2>"$dir/err"
same $? 65
err_has 'dòng 1: dòng dài quá 64 KB'
err_has 'dòng 2: '
expect 74 sh -c "'$B/motcua' -c '$dir/counter.ini' intake - <&-"
for nothing in '' '\n \r\n'; do
	printf "$nothing" | motcua intake - >"$dir/out" 2>"$dir/err"
	same $? 0
	err_has 'chưa lưu hồ sơ nào'
done
printf '{"applicant":{"name":"Nguy\341\273 V\304n"},"procedure":"1.001193"}\n' | motcua intake - >"$dir/out" 2>"$dir/err"
same $? 65
err_has 'dòng 1: có ký tự không phải UTF-8'
printf '%s\n' '{"applicant":{"name":"Lê Thị Ví Dụ","id_number":"089301000007"},"procedure":"1.001193"}' >"$dir/one"

motcua intake - <"$dir/one" >/dev/full 2>"$dir/err"
same $? 74
err_has 'hông ghi được kết quả ra'

# ---- a batch larger than the stock of numbers fetches more on the way
line='{"applicant":{"name":"Lê Thị Ví Dụ","id_number":"089301000007"},"procedure":"1.001193"}'
yes "$line" | head -n 150 | motcua intake - --json >"$dir/out" 2>"$dir/err"
same $? 0
same "$(sed -n 's/.*"code":"\([^"]*\)".*/\1/p' "$dir/out" | sort -u | grep -c .)" 150

# ---- no personal data in what is written beside the database
same "$(grep -rlaE 'Ánh Mẫu|089190001234' "$dir/central.log" "$dir/counter.ini" | grep -c .)" 0

finish
