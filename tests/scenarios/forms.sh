#!/bin/sh
# A province's own forms: their wording comes on paper, and one that is wrong is said by doctor and by print,
# never replaced by the program's. What was printed once keeps its text.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

forms=$dir/mau
mkdir "$forms"
doctor() { motcua doctor --json >"$dir/out" 2>"$dir/err"; grep '"check":"forms"' "$dir/out"; }

start_central
configure counter
{ echo '[printing]'; echo "forms_dir = $forms"; } >>"$dir/counter.ini"
expect 0 motcua enrol "$(code_for 3)"

# ---- without a form of its own; then with one
doctor | grep -q '"state":"ok"' && ok || no 'sound forms are not called sound'
sed -e 's/^title .*/title    GIẤY HẸN CỦA TỈNH THỬ/' -e '/^title.en/d' printing/forms/01.form >"$forms/01.form"
doctor | grep -q "1 mẫu của $forms" && ok || no 'the province is not told'
touch "$forms/01 (2).form"
doctor | grep '"state":"warning"' | grep -q 'tệp 01 (2).form' && ok || no 'a file that no form is read from is not told'
rm "$forms/01 (2).form"
expect 0 motcua intake --applicant '{"name":"Nguyễn Văn Thử","id_number":"001099012345"}' --procedure 1.014027 --json
code=$(field code)
expect 0 motcua print "$code" --to "$dir/own.pdf"
pdftotext -layout "$dir/own.pdf" - | grep -q 'GIẤY HẸN CỦA TỈNH THỬ' && ok || no 'not the wording of the province'

# ---- broken after that: nothing is printed in its place, doctor and print say the line; what was printed
# once is of the text that was kept with it
expect 0 motcua intake --applicant '{"name":"Trần Văn Mẫu","id_number":"001099012346"}' --procedure 1.014027 --json
waiting=$(field code)
cp "$forms/01.form" "$dir/sound.form"
echo 'text {ten_nguoi_nop}' >>"$forms/01.form"
doctor | grep '"state":"error"' | grep -q '01.form, dòng .*“ten_nguoi_nop”' && ok || no 'doctor does not see the broken form'
for copy in --copy ''; do
	expect 0 motcua print "$code" $copy --to "$dir/again.pdf"
	pdftotext -layout "$dir/again.pdf" "$dir/out"
	out_has 'GIẤY HẸN CỦA TỈNH THỬ'
	out_has 'BẢN SAO'
done
expect 0 motcua print "$waiting" --to "$dir/waiting.pdf" # its text is that of the day it was taken in
expect 0 motcua print "$code" --form 03 --with 'reason=thử' --to "$dir/other.pdf" # other forms go on
echo 'rubbish' >"$forms/03.form"
expect 78 motcua print "$code" --form 03 --with 'reason=khác' --to "$dir/no.pdf"
grep -q '03.form, dòng 1' "$dir/err" && ok || no 'print does not say what is wrong'
expect 78 motcua print "$waiting" --form 03 --to "$dir/no.pdf"
[ ! -e "$dir/no.pdf" ] && ok || no 'a paper came of a broken form'
expect 0 motcua print "$code" --form 03 --to "$dir/other2.pdf"
pdftotext -layout "$dir/other2.pdf" "$dir/out"
out_has 'BẢN SAO 1'
rm "$forms/03.form"
expect 0 motcua intake --applicant '{"name":"Phạm Thị Thử","id_number":"001199012347"}' --procedure 1.014027 --json
late=$(field code)
expect 78 motcua print "$late" --to "$dir/no.pdf" # taken in under a broken form: none is known
grep -q '01.form, dòng .*“ten_nguoi_nop”' "$dir/err" && ok || no 'print does not say what is wrong'
[ ! -e "$dir/no.pdf" ] && ok || no 'a paper came of a broken form'

# ---- mended, with another wording: a copy has the text its original had, the next dossier the new one
sed 's/GIẤY HẸN CỦA TỈNH THỬ/GIẤY HẸN MỚI/' "$dir/sound.form" >"$forms/01.form"
expect 0 motcua print "$code" --copy --to "$dir/again.pdf"
pdftotext -layout "$dir/again.pdf" - >"$dir/out"
out_has 'GIẤY HẸN CỦA TỈNH THỬ'
out_has 'BẢN SAO'
out_lacks 'GIẤY HẸN MỚI'
expect 0 motcua intake --applicant '{"name":"Lê Thị Mẫu","id_number":"001199012345"}' --procedure 1.014027 --json
code=$(field code)
expect 0 motcua print "$code" --to "$dir/new.pdf"
pdftotext -layout "$dir/new.pdf" - >"$dir/out"
out_has 'GIẤY HẸN MỚI'

# ---- a form of the province's own
printf '%s\n' 'form xac-nhan' 'version 1' 'name Giấy xác nhận' 'subject dossier' 'papers A5' 'ask y text Ý kiến' \
	'title GIẤY XÁC NHẬN' 'field Họ tên: | {applicant.name}' 'text Ý kiến: {asked.y}' >"$forms/xac-nhan.form"
expect 0 motcua print "$code" --form xac-nhan --with 'y=<b>đồng ý</b>' --to "$dir/xac-nhan.pdf"
pdftotext -layout "$dir/xac-nhan.pdf" - >"$dir/out"
out_has 'Họ tên: Lê Thị Mẫu'
out_has 'Ý kiến: <b>đồng ý</b>'

# ---- the form gone, the folder away: copies come all the same
rm "$forms/xac-nhan.form"
expect 0 motcua print "$code" --form xac-nhan --to "$dir/xac-nhan2.pdf"
pdftotext -layout "$dir/xac-nhan2.pdf" "$dir/out"
out_has 'BẢN SAO 1'
out_has 'Ý kiến: <b>đồng ý</b>'
expect 65 motcua print "$waiting" --form xac-nhan --to "$dir/no.pdf"
rm -r "$forms"
expect 0 motcua print "$code" --to "$dir/last.pdf"
doctor | grep '"state":"error"' | grep -q "$forms" && ok || no 'doctor does not miss the folder'

finish
