#!/bin/sh
# Every form by command: what it asks, on what paper, for what; copies, the record of papers, settling what is
# open, and what is refused before anything is owed.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

start_central
enrol counter 3
printf '[printing]\nforms_dir = %s\n' "$dir/forms" >>"$dir/counter.ini"
mkdir "$dir/forms"
person='{"name":"Nguyễn Văn Thử","id_number":"089190001234","address":"Số 1, Phường Thử Nghiệm"}'
expect 0 motcua intake --applicant "$person" --procedure 1.014027 --json
one=$(field code)
expect 0 motcua intake --applicant "$person" --procedure 1.001193 --json
two=$(field code)

# A paper that must come: its words are in out then. FORM CODE… [OPTIONS]
n=0
paper() {
	form=$1; shift
	n=$((n + 1))
	expect 0 motcua print --form "$form" --to "$dir/$n.pdf" --json "$@"
	cp "$dir/out" "$dir/said"
	pdftotext -layout "$dir/$n.pdf" "$dir/out"
	pdftotext "$dir/$n.pdf" - | tr -s '[:space:]' ' ' >"$dir/flat" # cells of a table, unbroken
}
flat_has() { has flat "$1"; }
# Nothing is owed by what is refused. STATUS WORDS ARGUMENTS…
refused() {
	status=$1 words=$2; shift 2
	expect "$status" motcua print "$@"
	[ -z "$words" ] || err_has "$words"
	lacks out motcua
}
said() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$dir/said"; } # MEMBER

# ---- every form
paper 01 "$one"
out_has 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ'
out_has "$one"
out_lacks 'BẢN SAO '
same "$(said form)" 01
same "$(said copy)" 0
same "$(said state)" confirmed
paper 02 "$one" --with 'missing=Giấy khai sinh bản chính' --with 'missing=Tờ khai có chữ ký
Ảnh 3 × 4' --with 'reason=hồ sơ thiếu'
out_has 'PHIẾU YÊU CẦU BỔ SUNG'
out_has 'Giấy khai sinh bản chính'
out_has 'Ảnh 3 × 4'
out_has 'hồ sơ thiếu'
paper 03 "$one" --with 'reason=Không thuộc thẩm quyền của đơn vị này'
out_has 'PHIẾU TỪ CHỐI'
out_has 'Không thuộc thẩm quyền của đơn vị này'
paper 04 "$one" --with 'due=17:00 8/12/2096' --with 'reason=thiếu người' --with 'signer=Lê Thị Mẫu'
out_has 'VĂN BẢN XIN LỖI'
out_has '17 giờ 00 phút, ngày 08 tháng 12'
out_has 'năm 2096'
paper 05 "$one" --with 'reason=người nộp xin rút'
out_has 'DỪNG GIẢI QUYẾT'
paper 06 "$one" --with 'to=Phòng Tư pháp' --with 'note=giao cả bản chính'
out_has 'PHIẾU KIỂM SOÁT'
flat_has 'Nhận: Phòng'
out_has 'Trước hạn'
paper 06 "$one" --with 'to=Chủ tịch' --with 'from=Phòng Tư pháp' --with 'verdict=quá hạn'
flat_has 'giao cả'
out_has 'Chủ tịch'
out_has 'Quá hạn'
same "$(said copy)" 0
expect 0 motcua intake --applicant "$person" --procedure 1.002755 --json # lệ phí: 10.000 đồng
paid=$(field code)
expect 0 motcua intake --applicant "$person" --procedure 1.001612 --json # not published
unknown=$(field code)
paper charge "$paid"
out_has 'Mười nghìn đồng'
paper charge "$paid" --with amount=10.000
out_lacks 'BẢN SAO'
out_lacks 'Lý do:'
paper charge "$paid" --with amount=8000 --with 'reason=Giảm theo nghị quyết thử'
out_has 'Tám nghìn đồng'
out_has 'Lý do: Giảm theo nghị quyết thử'
paper charge "$paid" --copy
out_has 'BẢN SAO 1'
paper charge "$unknown"
paper charge "$unknown" --with amount=8000 --with reason=thử
paper fee "$one" --with amount=1.000.105 --with 'reason=thử'
out_has '1.000.105'
for form in fee charge; do
	refused 65 'không thu tiền thì' "$paid" --form $form --with amount=0 --with reason=thử
	refused 65 'không có' "$two" --form $form
	refused 65 'không có' "$two" --form $form --with reason=thử
	for amount in 8000 10001; do
		refused 65 'reason: ' "$paid" --form $form --with amount=$amount
		refused 65 'reason: ' "$paid" --form $form --with amount=$amount --with reason=
		refused 65 'reason: ' "$one" --form $form --with amount=$amount
		refused 65 'reason: ' "$unknown" --form $form --with amount=$amount
	done
done
refused 65 '(10.000 đồng)' "$paid" --form charge --with amount=9999
printf 'id,name,level,parent,parent_name,place,area,desk,address,phone,tax_code,register\n%s\n' \
	'H01.91.12,Phường Long Xuyên,commune,H01,UBND tỉnh An Giang,Long Xuyên,30307,Trung tâm Phục vụ hành chính công,"Số 1, đường Thử",0296 000 000,1600000000,05/2026' \
	>"$dir/agencies.csv"
expect 0 central import agencies "$dir/agencies.csv"
expect 0 motcua sync --once
paper charge "$paid" --copy
out_has 'Mã số thuế: 1600000000'
paper 01 "$two"
out_has 'TRUNG TÂM PHỤC VỤ'
out_has 'Quyển số: 05/2026'
paper guidance 1.014027
out_has 'PHIẾU HƯỚNG DẪN'
out_has 'Số 1, đường Thử'
out_has '0296 000 000'
out_has '1.014027'
paper joint "$one" "$two" "$one"
flat_has "${one#*-????}"
flat_has "${two#*-????}"
paper results "$one" "$two" --with 'receiver=Lê Thị Mẫu'
out_has 'DANH SÁCH BÀN GIAO'
out_has 'Lê Thị Mẫu'
paper label "$one" --with 'shelf=Kho A, giá 3'
out_has 'Kho A, giá 3'
today=$(motcua print --list "$one" --json | sed -n '1s/.*"created_at":"\([^T]*\).*/\1/p')
for period in "$today" "${today%-*}" "$today..$today"; do
	paper 07 "$period"
	out_has 'SỔ THEO DÕI HỒ SƠ'
	same "$(count 'Trực tiếp')" 4 "$period"
done
same "$(count "../../.... *../../.... *$(date -d "$today" +%d/%m/%Y) *Trực tiếp")" 2 'handed out' # the two of the list of results
paper 07 2001-01
out_lacks 'Nguyễn'
paper 07 "$one"
same "$(count 'Trực tiếp')" 1

# What is made anew each time is of its day, not of the moment: the same content, the same bytes.
for form in "07 $today" 'guidance 1.014027'; do
	paper $form
	grep -aq "CreationDate ([0-9]\{8\}000000+07" "$dir/$n.pdf" && ok || no "$form is of a moment"
done

# ---- other kinds of paper, and the bytes for a thermal printer
paper 01 "$two" --paper 80mm
out_has 'GIẤY TIẾP NHẬN'
expect 0 motcua print "$two" --paper 58mm --to "$dir/58.bin"
same "$(head -c 2 "$dir/58.bin" | od -An -tx1 | tr -d ' \n')" 1b40
same "$(grep -ac 'Nguy' "$dir/58.bin")" 0
expect 0 motcua print "$two" --to "$dir/usual.bin"
same "$(head -c 2 "$dir/usual.bin" | od -An -tx1 | tr -d ' \n')" 1b40

# ---- copies belong to a document: the same again is one, another request is not
paper 01 "$one"
out_has 'BẢN SAO 1'
paper 01 "$one" --copy
out_has 'BẢN SAO 2'
same "$(said copy)" 2
paper 03 "$one"
out_has 'BẢN SAO 1'
out_has 'Không thuộc thẩm quyền của đơn vị này'
paper 03 "$one" --with 'reason=Lý do khác'
out_lacks 'BẢN SAO'
out_lacks 'Không thuộc thẩm quyền'
paper 05 "$two" --copy
out_has 'BẢN SAO 1'
paper guidance 1.014027
out_lacks 'BẢN SAO'

# An empty answer is one; what is no text is refused, never dropped.
paper 03 "$one" --with 'reason='
out_lacks 'BẢN SAO'
out_lacks 'Lý do khác'
paper 03 "$one" --with 'reason='
out_has 'BẢN SAO 1'
paper 05 "$one" --with 'returned=' --with 'reason='
out_lacks 'BẢN SAO'
out_lacks 'người nộp xin rút'
for bytes in '\377\376' 'abc\377\376 \303' '\303'; do
	refused 65 'UTF-8' "$one" --form 03 --with "$(printf "reason=$bytes")" --to "$dir/garbled.pdf"
	refused 65 'UTF-8' "$one" --form 02 --again --with "$(printf "missing=a\n$bytes")" --to "$dir/garbled.pdf"
done
[ -e "$dir/garbled.pdf" ] && no 'a paper came of what is no text' || ok

# ---- a second request for supplements counts as overdue: it has to be meant
refused 65 '--again' "$one" --form 02 --with 'missing=Ảnh' --to "$dir/no.pdf"
[ -e "$dir/no.pdf" ] && no 'a second request was printed' || ok
paper 02 "$one"
out_has 'BẢN SAO 1'
out_has 'Giấy khai sinh bản chính'
paper 02 "$one" --with 'missing=Ảnh' --again
out_lacks 'BẢN SAO'
out_lacks 'Giấy khai sinh bản chính'

# ---- a paper keeps the text it was first made with; the province's own wins from now on
sed 's/^title .*/title PHIẾU CỦA TỈNH THỬ/' printing/forms/03.form >"$dir/forms/03.form"
paper 03 "$two" --with 'reason=thử'
out_has 'PHIẾU CỦA TỈNH THỬ'
sed 's/^title .*/title GIẤY HẸN MỚI/' printing/forms/01.form >"$dir/forms/01.form"
paper 01 "$one"
out_has 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ'
expect 0 motcua intake --applicant "$person" --procedure 1.014027 --json
three=$(field code)
rm "$dir/forms/01.form" "$dir/forms/03.form"
paper 01 "$three"
out_has 'GIẤY HẸN MỚI'
paper 03 "$two"
out_has 'PHIẾU CỦA TỈNH THỬ'
out_has 'BẢN SAO 1'
echo 'rubbish' >"$dir/forms/05.form"
refused 78 '05.form' "$three" --form 05
rm "$dir/forms/05.form"

# ---- refused before anything is owed
expect 0 motcua print --list --json
same "$(wc -l <"$dir/out" | tr -d ' ')" 0 'open papers'
refused 64 '' 
refused 64 '' --settle
refused 64 '' "$one" --to ''
refused 64 '' "$one" --paper ''
refused 64 '' --list --form 02
refused 64 '' --list --to "$dir/no.pdf"
refused 64 'TÊN=' "$one" --form 03 --with reason
refused 65 '99' "$one" --form 99
refused 65 '' "$one" --form ../01
refused 65 'H01.91.12-000000-0001' H01.91.12-000000-0001
refused 65 'missing, reason' "$one" --form 02 --with 'ly_do=x' --again
refused 65 '01' "$one" --with 'reason=x'
refused 65 'due' "$one" --form 04 --with 'due=ngày mai'
for due in 2001-01-01T07:30 "17:00 1/1/2001" "$today 00:00"; do
	refused 65 'Giờ hẹn lại đã qua' "$one" --form 04 --with "due=$due"
done
refused 65 'sau giờ đã hẹn' "$one" --form 04 --with "due=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:00Z)"
for amount in nhiều -1 1000000000000000000 1000000000000001; do
	refused 65 'từ 0 đến 1.000.000.000.000.000' "$one" --form fee --with "amount=$amount"
done
missing() { awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) print "--with missing=m" i }'; } # LINES
# shellcheck disable=SC2046 # one word each
refused 65 'nhiều nhất là 100' "$three" --form 02 $(missing 101)
# shellcheck disable=SC2046
refused 65 'nhiều nhất là 200' "$three" --form 02 $(missing 201)
refused 65 'signer' "$one" --form 04 --with signer=a --with signer=b
long=$(printf 'Phòng %.0s' $(seq 120))
refused 65 'to: Nội dung dài quá 199 byte' "$one" --form 06 --with "to=$long"
refused 65 'note: Nội dung dài quá 599 byte' "$one" --form 06 --with to=a --with "note=$long"
refused 65 "$two: reason: " "$paid" "$two" --form charge --with amount=10000
refused 65 "$one: Hồ sơ này không bị trung tâm từ chối" "$one" "$two" --form notice
refused 65 'verdict' "$one" --form 06 --with to=a --with verdict=sớm
refused 65 '1.014027' 1.014027
refused 65 "$one" "$one" --form guidance
refused 65 '9.999999' 9.999999 --form guidance
refused 65 'TỪ..ĐẾN' 2026-13 --form 07
refused 65 'ngày cuối trước ngày đầu' 2026-12-02..2026-12-01 --form 07
refused 65 'A4' "$one" --form 06 --paper A5
refused 64 '80mm' "$one" --paper giấy
refused 65 '.bin' "$one" --paper A5 --to "$dir/a.bin"
refused 65 '2 giấy' "$one" "$two" --to "$dir/a.pdf"
refused 65 '' "$one" H01.91.12-000000-0001 --form 03
refused 65 'không bị trung tâm từ chối' "$one" --form notice
refused 74 '/dev/null' "$one" --to /dev/null/x.pdf
refused 74 "$dir/none" "$one" --to "$dir/none/x.pdf"
mkdir "$dir/pdf.pdf"
refused 74 "$dir/pdf.pdf: đây là thư mục" "$one" --to "$dir/pdf.pdf"
mkfifo "$dir/pipe.pdf"
refused 74 "$dir/pipe.pdf: đây là đường ống" "$one" --to "$dir/pipe.pdf"
echo 'thư của tôi' >"$dir/letter.pdf"
refused 74 'không ghi đè' "$one" --to "$dir/letter.pdf"
same "$(cat "$dir/letter.pdf")" 'thư của tôi'

# ---- a file that is there is written over only where this program made it, and as it made it
kept() { # FILE: refused, and left as it is
	cp "$1" "$dir/before"
	refused 74 'không ghi đè' "$one" --to "$1"
	cmp -s "$1" "$dir/before" && ok || no "$1 was written over"
}
printf '%%PDF-1.4\nđơn của tôi\n/Creator (motcua)\nstartxref\n9\n%%%%EOF\n' >"$dir/own.pdf"
kept "$dir/own.pdf"
cp "$dir/1.pdf" "$dir/signed.pdf"
printf '1 0 obj\n<< >>\nendobj\nstartxref\n9\n%%%%EOF\n' >>"$dir/signed.pdf"
kept "$dir/signed.pdf"
printf '\033@thư' >"$dir/own.bin"
kept "$dir/own.bin"
kept "$dir/58.bin"
: >"$dir/empty.bin"
expect 0 motcua print "$one" --to "$dir/empty.bin"
expect 0 motcua print "$one" --to "$dir/1.pdf"
expect 0 motcua print --list --json
same "$(wc -l <"$dir/out" | tr -d ' ')" 0 'open papers after refusals'

# ---- what failed is owed and settled
expect 69 motcua print "$three" --form 03 --with 'reason=thử máy in' --to may-in-khong-co
err_has 'CUPS'
expect 0 motcua print --list --json
same "$(field state)" owed
job=$(field job)
out_has 'may-in-khong-co'
expect 0 motcua print --list
out_has 'chưa in'
expect 0 motcua print --settle "$job" again --to "$dir/settled.pdf"
pdftotext -layout "$dir/settled.pdf" "$dir/out"
out_has 'thử máy in'
out_lacks 'BẢN SAO'
expect 65 motcua print --settle "$job" drop
expect 69 motcua print "$three" --form 04 --to may-in-khong-co
expect 0 motcua print --list --json
job=$(field job)
expect 64 motcua print --settle "$job" rubbish
expect 0 motcua print --settle "$job" drop --json
same "$(field state)" given_up
expect 65 motcua print --settle "$job" printed
expect 65 motcua print --settle nobody drop
expect 0 motcua print --list
out_has 'Không có giấy nào'

# ---- one of several that fails does not hold up the others
expect 69 motcua print "$one" "$two" --form 05 --with 'reason=thử' --to may-in-khong-co --json
same "$(count '"state":"owed"')" 2
for job in $(sed -n 's/.*"job":"\([^"]*\)".*/\1/p' "$dir/out"); do
	expect 0 motcua print --settle "$job" printed
done

# ---- every paper is on record: who, when, where, in which text
expect 0 motcua print --list "$three" --json
same "$(count "\"form\":\"01\"")" 1
same "$(count '"template":"[0-9a-f]\{64\}"')" 3
same "$(count '"officer":"unix:')" 3
expect 65 motcua print --list H01.91.12-000000-0001

# ---- nothing of what was asked is left readable
for file in "$dir"/counter/motcua.db*; do
	if grep -aq 'thẩm quyền của đơn vị\|giao cả bản chính' "$file"; then no "asked words in $file"; else ok; fi
done
finish
