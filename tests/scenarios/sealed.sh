#!/bin/sh
# What a thief reads in the folder of a counter: nothing of any citizen. And a database without its key, or
# with another's; and the end of keeping.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

# A text as it may lie in a file: itself, hex of either case, base64 at each place it can begin.
forms() {
	printf '%s\n' "$1"
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; echo
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n' | tr a-f A-F; echo
	for lead in '' x xx; do
		coded=$(printf '%s%s' "$lead" "$1" | base64 -w 0 | tr -d =)
		coded=${coded%??}
		[ -z "$lead" ] || coded=${coded#????}
		printf '%s\n' "$coded" "$(printf '%s' "$coded" | tr '+/' '-_')"
	done
}
readable() { # TEXT FOLDER: the file it can be read in
	forms "$1" >"$dir/forms"
	grep -raF -l -f "$dir/forms" "$2" | head -n 1
}
unreadable() { # FOLDER
	for text in 'Zịchtar Ngọc Phẳng' 'zichtar ngoc phang' 'Ngọc Phẳng' 'Ấp Không Ai Biết' '089190001234' \
		'0987654321' '987654321' 'Vương Kỳ Lạ Mẫu' '089301000007' 'Ghi Chú Không Ai Được Đọc' \
		'Người Nộp Thay Bí Mật' 'zichtar@example.vn' '1990-09-02'; do
		same "$(readable "$text" "$1")" ''
	done
}

station() { # DATA_DIR
	configure counter "$url" "$1"
	printf '[store]\nkeep_days = 20\n[log]\nfile = %s\nlevel = debug\n' "$dir/station/log" >>"$dir/counter.ini"
}

start_central
mkdir "$dir/station"
station "$dir/station/data"
expect 0 motcua enrol "$(code_for 3)"

# ---- a card, typed, refused by central, on hold without a network, half an hour of commands
card='089190001234||Zịchtar Ngọc Phẳng|02091990|Nữ|Ấp Không Ai Biết, An Giang|01012022'
expect 0 motcua intake --card "$card" --procedure 1.014027 --phone '0987 654 321' --delegate 'Người Nộp Thay Bí Mật' \
	--note 'Ghi Chú Không Ai Được Đọc' --json
delivered=$(field code)
sqlite3 "$dir/central.db" "DELETE FROM item_versions WHERE kind = 'procedure' AND id = '1.004873'"
expect 65 motcua intake --applicant '{"name":"Vương Kỳ Lạ Mẫu","id_number":"089301000007","email":"zichtar@example.vn"}' \
	--procedure 1.004873 --json
same "$(field state)" rejected
stop_central
expect 75 motcua intake --card "$card" --procedure 1.014027 --phone '0987 654 321' --json
waiting=$(field code)
expect 0 motcua search zichtar --json
same "$(grep -c Zịchtar "$dir/out")" 2
expect 0 motcua search 0987654321
same "$(grep -c Zịchtar "$dir/out")" 2
expect 0 motcua search 'vuong ky la'
out_has 'Vương Kỳ Lạ Mẫu'
unreadable "$dir/station"
if [ -n "$(readable '1.014027' "$dir/station/data")" ]; then ok; else no "the search finds nothing anywhere"; fi
expect 69 motcua doctor --json
grep '"check":"vault"' "$dir/out" >"$dir/line"; mv "$dir/line" "$dir/out"
out_has "$dir/station/data/vault.key"
same "$(stat -c %a "$dir/station/data/vault.key")" 600
same "$(stat -c %a "$dir/station/data/motcua.db")" 600

# ---- the database on another PC: without the key, with that PC's own
mkdir -p "$dir/thief"
cp "$dir/station/data/"motcua.db* "$dir/station/data/workstation.key" "$dir/thief/"
station "$dir/thief"
for command in 'queue list' 'search zichtar' 'sync --once' "print $waiting" 'queue export /dev/null'; do
	expect 78 motcua $command
	err_has 'Không thấy khóa dữ liệu'
	err_has 'Dữ liệu còn nguyên'
done
same "$(ls "$dir/thief" | grep -c vault)" 0
printf 'motcua-vault-1 %064d\n' 7 >"$dir/thief/vault.key"
chmod 600 "$dir/thief/vault.key"
expect 78 motcua search zichtar
err_has 'không phải khóa đã niêm phong'
chmod 644 "$dir/thief/vault.key"
expect 78 motcua search zichtar
err_has 'chmod 600'
rm "$dir/thief/vault.key"
mkdir "$dir/credentials"
cp "$dir/station/data/vault.key" "$dir/credentials/motcua-vault"
expect 0 env CREDENTIALS_DIRECTORY="$dir/credentials" "$B/motcua" -c "$dir/counter.ini" search zichtar
out_has 'Zịchtar'
station "$dir/station/data"
sed -i "s|^\[store\]|[store]\nvault_file = $dir/credentials/motcua-vault|" "$dir/counter.ini"
expect 0 motcua search zichtar
out_has 'Zịchtar'

# ---- kept long enough: 25 days later, the machine started anew
station "$dir/station/data"
MOTCUA_TEST_NOW=$(($(date +%s) + 25 * 86400)) MOTCUA_TEST_BOOT=another:1000000
export MOTCUA_TEST_NOW MOTCUA_TEST_BOOT
expect 0 motcua search "$delivered" --json
out_has '"erased":true'
out_lacks 'Zịchtar'
expect 0 motcua search "$delivered"
out_has 'đã xóa dữ liệu cá nhân'
expect 65 motcua print "$delivered" --to "$dir/again.pdf"
err_has 'đã được xóa'
expect 0 motcua search zichtar
out_has "$waiting"
out_lacks "$delivered"
expect 0 motcua search 'vuong ky la'
out_has 'Vương Kỳ Lạ Mẫu'
for days in 0 3651 -1 x ''; do
	printf '[store]\nkeep_days = %s\n' "$days" >"$dir/bad.ini"
	expect 78 "$B/motcua" -c "$dir/bad.ini" queue
	err_has 'keep_days'
done

finish
