#!/bin/sh
# Receipts that prove themselves: two counters of one agency and one of another verify each other's with
# central gone, and a whole journal, as it is and with every line of it dropped, moved or forged.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

links() { sed -n 's/.*"tracking_url":"\([^"]*\)".*/\1/p'; }

start_central
cat >"$dir/agencies.json" <<'END'
[{"id":"H01.91.13","name":"Phường Thử Nghiệm","parent_name":"UBND tỉnh An Giang","place":"Thử Nghiệm","level":"commune"}]
END
expect 0 central import agencies "$dir/agencies.json"
enrol a 3
enrol b 4
enrol c 1 H01.91.13
person='{"applicant":{"name":"Lê Thị Ví Dụ","id_number":"089301000007"},"procedure":"1.001193"}'
for counter in a b c; do
	yes "$person" | head -n 8 | at $counter intake - --json 2>/dev/null | links >"$dir/$counter.links"
	same "$(grep -c . "$dir/$counter.links")" 8
done
expect 0 at a sync --once
expect 0 at b sync --once
stop_central

# ---- one receipt, with nothing to ask
of_a=$(sed -n 2p "$dir/a.links") of_b=$(sed -n 2p "$dir/b.links") of_c=$(sed -n 2p "$dir/c.links")
expect 0 at a verify "$of_a" --json
out_has '"verdict":"genuine"'
out_has '"in_journal":true'
expect 0 at a verify "$of_b"
out_has 'quầy 04 của cùng đơn vị'
expect 0 at b verify "$of_a" --json
out_has '"counter":3'
expect 65 at a verify "$of_c" --json
out_has '"verdict":"foreign_agency"'
err_has 'H01.91.13-'
expect 65 at a verify "$(printf %s "$of_a" | sed "s,$url,https://evil.example:8443,")" --json
out_has '"verdict":"foreign_host"'
out_has '"host":"evil.example:8443"'
err_has 'https://evil.example:8443'
expect 65 at a verify "$(printf %s "$of_a" | cut -c-150)" --json
out_has '"verdict":"truncated"'
err_has 'Mã bị cắt'
expect 65 at a verify "$(printf %s "$of_a" | sed 's,-0002/,-0003/,')" --json
out_has '"verdict":"forged"'
err_has 'Khác với giấy đã lập ở máy này: mã hồ sơ'
expect 65 at a verify "$(printf 'https://evil.example/t/\033[31m/%s' x)"
same "$(LC_ALL=C grep -c "$(printf '\033')" "$dir/err")" 0
expect 64 at a verify
expect 64 at a verify --journal x y
expect 64 at a verify --journal --code x

# ---- the own journal
expect 0 at a verify --journal
out_has 'Nguyên vẹn: 8 giấy hẹn'
expect 0 at a verify --journal --json
out_has '"receipts":8'
out_has '"whole":true'
change() { # SQL: on a copy of the database
	rm -rf "$dir/copy"
	cp -r "$dir/a" "$dir/copy"
	sqlite3 "$dir/copy/motcua.db" "$1"
	sed "s,$dir/a,$dir/copy," "$dir/a.ini" >"$dir/copy.ini"
}
change "DELETE FROM meta WHERE key = 'time.anchor'"
expect 0 env MOTCUA_TEST_NOW=2000000000 "$B/motcua" -c "$dir/copy.ini" verify "$of_a"
out_has 'Đã quá giờ hẹn trả'
line=1
while [ $line -le 8 ]; do
	change "DELETE FROM receipt WHERE ordinal = $line"
	expect 65 at copy verify --journal
	change "UPDATE receipt SET token = substr(token, 1, 120) || CASE substr(token, 121, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(token, 122) WHERE ordinal = $line"
	expect 65 at copy verify --journal --json
	out_has "{\"line\":$line,\"fault\":\"forged\""
	line=$((line + 1))
done
change "UPDATE receipt SET ordinal = 99 WHERE ordinal = 4"
expect 65 at copy verify --journal
out_has 'Sai thứ tự'

# ---- a list
list() { expect "$1" at a verify --journal "$dir/list" --json; }
cat "$dir/a.links" >"$dir/list"; list 0
sed "s,.*/t/,,; s,/, ," "$dir/a.links" >"$dir/list"; list 0 # "CODE TOKEN"
paste -d '\n' "$dir/b.links" "$dir/a.links" >"$dir/list"; list 0 # two counters mixed
{ printf '\357\273\277'; sed 's/$/\r/' "$dir/a.links"; printf '\n  \n'; } >"$dir/list"; list 0
at a verify --journal - <"$dir/a.links" >"$dir/out" 2>"$dir/err"
same $? 0
line=1
while [ $line -le 8 ]; do
	sed "${line}d" "$dir/a.links" >"$dir/list"; list 65
	out_has "$([ $line = 8 ] && echo '"line":7,"fault":"tail"' || echo "\"line\":$line,\"fault\":\"gap\"")"
	sed "${line}s/.\{10\}$/AAAAAAAAAA/" "$dir/a.links" >"$dir/list"; list 65
	out_has "\"line\":$line,\"fault\":"
	if [ $line -lt 8 ]; then
		sed "${line}{h;d};$((line + 1))G" "$dir/a.links" >"$dir/list"; list 65
		out_has '"fault":"order"'
	fi
	sed "${line}p" "$dir/a.links" >"$dir/list"; list 65
	out_has "\"line\":$((line + 1)),\"fault\":\"duplicate\""
	line=$((line + 1))
done
{ cat "$dir/a.links"; sed -n 1p "$dir/c.links"; echo 'không phải'; head -c 200000 /dev/zero; } >"$dir/list"; list 65
out_has '{"line":9,"fault":"foreign_agency"'
out_has '{"line":10,"fault":"unreadable"'
out_has '{"line":11,"fault":"unreadable"'
out_has '"faults":3'
: >"$dir/list"; list 0
expect 65 at a verify --journal "$dir/nowhere"

finish
