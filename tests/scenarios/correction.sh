#!/bin/sh
# A dossier that central rejects after its receipt was printed: the notice, the correction under the same
# number, the new paper, and what the old one is worth then.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

start_central
enrol counter 3

# ---- central has lost a procedure: it rejects what was taken in under it
sqlite3 "$dir/central.db" "DELETE FROM item_versions WHERE kind = 'procedure' AND id = '1.014027'"
expect 65 motcua intake --applicant '{"name":"Lê Thị Ví Dụ","id_number":"089301000007"}' --procedure 1.014027 \
	--print --json
same "$(field state)" rejected
uuid=$(field uuid) number=$(field code) old=$(field tracking_url) received=$(field received_at)
old_pdf=$(field receipt)
expect 65 motcua sync --once
expect 0 motcua queue show "$uuid" --json
out_has '"state":"rejected"'
out_has '"field":"procedure.code"'

# ---- the notice
expect 0 motcua print "$number" --form notice --json
notice=$(field file)
pdftotext -layout "$notice" "$dir/out"
out_has 'THÔNG BÁO VỀ HỒ SƠ ĐÃ TIẾP NHẬN'
out_has "$number"
out_has 'Danh mục không có thủ tục này.'
out_has 'Ông/Bà không phải mang thêm giấy tờ'
expect 0 motcua print "$number" --form notice --to "$dir/again.pdf"
pdftotext -layout "$dir/again.pdf" "$dir/out"
out_has 'BẢN SAO 1'
expect 65 motcua print "$number" --form 99
err_has 'notice'

# ---- the correction: the same number, another paper
correct() { # STATUS UUID PROCEDURE
	printf '{"uuid":"%s","applicant":{"name":"Lê Thị Ví Dụ","id_number":"089301000007"},"procedure":"%s"}\n' \
		"$2" "$3" >"$dir/line"
	motcua intake - --print --json <"$dir/line" >"$dir/out" 2>"$dir/err"
	same $? "$1"
}
correct 65 01939b2e-0000-7000-8000-000000000001 1.001193
err_has 'dòng 1: uuid: '
correct 65 "$uuid" 9.999999
address=${url#http://}
stop_central
correct 75 "$(printf %s "$number" | tr H h)" 1.001193
same "$(field code)" "$number"
same "$(field uuid)" "$uuid"
same "$(field received_at)" "$received"
new=$(field tracking_url) new_pdf=$(field receipt)
[ "$old" != "$new" ] && ok || no 'the receipt is the old one'
[ "$old_pdf" != "$new_pdf" ] && [ -s "$old_pdf" ] && ok || no 'the old paper was written over'
pdftotext -layout "$new_pdf" "$dir/out"
out_has 'THAY GIẤY ĐÃ CẤP LÚC'
same "$(grep -c 'BẢN SAO' "$dir/out")" 0
expect 0 motcua verify "$old" --json
out_has '"verdict":"replaced"'
expect 0 motcua verify "$old"
out_has 'đã được thay bằng giấy cấp lúc'
expect 0 motcua verify "$new" --json
out_has '"verdict":"genuine"'
out_has '"replaces":true'
expect 0 motcua verify --journal
printf '%s\n%s\n' "$old" "$new" >"$dir/list"
expect 0 motcua verify --journal "$dir/list"
printf '%s\n' "$new" >"$dir/list"
expect 65 motcua verify --journal "$dir/list"
correct 65 "$uuid" 1.001193 # it waits: not rejected any more

# ---- central takes it, and knows what became of the old paper
start_central "$address"
expect 0 curl -sf "$old"
out_has 'chưa đồng bộ về hệ thống'
expect 0 motcua sync --once --json
out_has '"waiting":0'
out_has '"rejected":0'
expect 0 curl -sf "$new"
out_has 'Được tiếp nhận'
expect 0 curl -sf "$old"
out_has 'Giấy hẹn này đã được thay bằng giấy cấp lúc'
expect 0 motcua search "$number" --json
same "$(field uuid)" "$uuid"
same "$(sqlite3 "$dir/counter/motcua.db" 'SELECT count(*) FROM dossier_before')" 0
expect 65 motcua print "$number" --form notice
err_has 'không bị trung tâm từ chối'
expect 0 motcua print "$number" --form notice --copy --to "$dir/then.pdf"
pdftotext -layout "$dir/then.pdf" "$dir/out"
out_has 'Danh mục không có thủ tục này.' # as it was given out, though central has the dossier now
out_has 'BẢN SAO 2'
expect 0 motcua print "$number" --to "$dir/copy.pdf"
pdftotext -layout "$dir/copy.pdf" "$dir/out"
out_has 'THAY GIẤY ĐÃ CẤP LÚC'
out_has 'BẢN SAO 1'

# ---- nothing to correct but to send again: the same paper
sqlite3 "$dir/central.db" "CREATE TABLE kept AS SELECT * FROM item_versions WHERE id = '1.001193';
	DELETE FROM item_versions WHERE id = '1.001193'"
expect 65 motcua intake --applicant '{"name":"Lê Thị Ví Dụ","id_number":"089301000007"}' --procedure 1.001193 --json
second=$(field uuid) link=$(field tracking_url)
sqlite3 "$dir/central.db" "INSERT INTO item_versions SELECT * FROM kept"
printf '{"uuid":"%s","applicant":{"name":"Lê Thị Ví Dụ","id_number":"089301000007"},"procedure":"1.001193"}\n' \
	"$second" >"$dir/line"
motcua intake - --json <"$dir/line" >"$dir/out" 2>"$dir/err"
same $? 0
same "$(field tracking_url)" "$link"
expect 0 motcua verify "$link" --json
out_has '"replaces":false'

# ---- central had the first version after all: both are told, nothing is overwritten
sqlite3 "$dir/counter/motcua.db" "INSERT INTO outbox (ordinal, rejected) SELECT ordinal, 1 FROM dossier WHERE uuid = '$second'"
printf '{"uuid":"%s","applicant":{"name":"Lê Thị Ví Dụ","id_number":"089301000007"},"procedure":"1.001193","copies":2}\n' \
	"$second" >"$dir/line"
motcua intake - --json <"$dir/line" >"$dir/out" 2>"$dir/err"
expect 65 motcua sync --once
expect 0 motcua queue show "$second" --json
out_has '"type":"conflict"'
out_has '"field":"copies","code":"differs","message":"Trung tâm đang giữ: 1; bản gửi lên: 2"'
expect 0 motcua verify --journal
motcua queue show "$second" >"$dir/out"
number=$(grep -o 'H01.91.12-[0-9]*-[0-9]*' "$dir/out" | head -n 1)
out_has "motcua queue settle $number"
out_lacks 'UUID'
# somebody has compared them: the one at central counts, ours is put away for good, and who said so is kept
expect 65 motcua queue settle H01.91.12-000000-0001
expect 64 motcua queue settle
expect 0 motcua queue settle "$number"
out_has "bản ở trung tâm của hồ sơ $number là bản đúng"
expect 65 motcua queue settle "$number"
expect 0 motcua queue list
same "$(wc -l <"$dir/out")" 0
sqlite3 "$dir/counter/motcua.db" "INSERT OR REPLACE INTO meta (key, value) VALUES ('reconcile.wanted', '1')"
expect 0 motcua sync --once --json # compared with central again, it does not come back
out_has '"rejected":0'
same "$(sqlite3 "$dir/counter/motcua.db" "SELECT subject || ' ' || (dismissed_at > 0) || ' ' || (dismissed_by <> '')
	FROM alarm WHERE kind = 'central_version'")" "$number 1 1"
same "$(sqlite3 "$dir/central.db" "SELECT count(*) FROM dossiers WHERE code = '$number'")" 1

# ---- a queue carried to another PC, and corrected where it came from meanwhile
person='{"name":"Lê Thị Ví Dụ","id_number":"089301000007"}'
sqlite3 "$dir/central.db" "DELETE FROM item_versions WHERE id = '1.001193'"
expect 65 motcua intake --applicant "$person" --procedure 1.001193 --json
third=$(field uuid)
expect 0 motcua queue export "$dir/queue.motcua" --json
code=$(field code)
sqlite3 "$dir/central.db" "INSERT INTO item_versions SELECT * FROM kept"
printf '{"uuid":"%s","applicant":%s,"procedure":"1.001193","copies":3}\n' "$third" "$person" >"$dir/line"
motcua intake - --json <"$dir/line" >"$dir/out" 2>"$dir/err"
same $? 0 'corrected at the first'
enrol second 4
printf '%s\n' "$code" | at second import "$dir/queue.motcua" >"$dir/out" 2>"$dir/err"
same $? 0 'import at the second'
at second queue retry --all >/dev/null
expect 65 at second sync --once
expect 0 at second queue show "$third"
out_has 'Trung tâm đang giữ: 3; bản gửi lên: 1'
expect 0 at second queue settle "$third"
expect 0 at second sync --once
expect 0 at second queue list
same "$(wc -l <"$dir/out")" 0

finish
