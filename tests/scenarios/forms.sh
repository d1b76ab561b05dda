#!/bin/sh
# A province's own forms: their wording comes on paper, and one that is wrong is said by doctor and by print,
# never replaced by the program's.
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
expect 0 motcua intake --applicant '{"name":"Nguyễn Văn Thử","id_number":"001099012345"}' --procedure 1.014027 --json
code=$(field code)
expect 0 motcua print "$code" --to "$dir/own.pdf"
pdftotext -layout "$dir/own.pdf" - | grep -q 'GIẤY HẸN CỦA TỈNH THỬ' && ok || no 'not the wording of the province'

# ---- broken after that: the dossier's paper keeps its text, a form not printed before is refused
echo 'text {ten_nguoi_nop}' >>"$forms/01.form"
doctor | grep '"state":"error"' | grep -q '01.form, dòng .*“ten_nguoi_nop”' && ok || no 'doctor does not see the broken form'
expect 0 motcua print "$code" --copy --to "$dir/again.pdf"
pdftotext -layout "$dir/again.pdf" - | grep -q 'GIẤY HẸN CỦA TỈNH THỬ' && ok || no 'the copy is another text'
rm -r "$forms"
doctor | grep '"state":"error"' | grep -q "$forms" && ok || no 'doctor does not miss the folder'

finish
