#!/bin/sh
# kill -9 at every write, sync, sending and receiving of `motcua print`: whatever lies there afterwards, no two
# papers bear the same number, and only one says nothing; what nobody knows of is asked about.
set -u
cd "$(dirname "$0")/../.."
. tests/harness/scenario.sh

start_central
enrol counter 3
expect 0 motcua intake --applicant '{"name":"Nguyễn Văn Thử","id_number":"089190001234"}' --procedure 1.014027 --json
code=$(field code)
papers=0 struck=0

# CALL N: prints to a file of its own; whoever is struck at the N-th such call is killed
print_struck() {
	rm -f "$dir/struck"
	papers=$((papers + 1))
	LD_PRELOAD=$B/tests/preload/strike.so MOTCUA_STRUCK=$dir/struck MOTCUA_STRIKE=$1:$2:killed \
		motcua print "$code" --to "$dir/paper-$papers.pdf" >"$dir/out" 2>"$dir/err" </dev/null
	[ -e "$dir/struck" ] && struck=$((struck + 1))
}
for call in write sync send receive; do
	n=1
	while print_struck "$call" "$n"; do
		n=$((n + 1))
	done
done
[ "$struck" -ge 8 ] && ok || no "struck only $struck times"

# ---- every number once
for file in "$dir"/paper-*.pdf; do
	pdftotext -l 1 "$file" - | sed -n 's/.*\(BẢN SAO [0-9]*\).*/\1/p' | head -n 1 >"$dir/mark"
	[ -s "$dir/mark" ] && cat "$dir/mark" || echo original
done | sort >"$dir/out"
same "$(uniq -d "$dir/out")" '' 'numbers that two papers bear'
same "$(count original)" 1
[ "$(wc -l <"$dir/out")" -ge 3 ] && ok || no 'hardly any paper came out'

# ---- what died half-way is uncertain, the record knows of each file
expect 0 motcua print --list "$code" --json
for file in "$dir"/paper-*.pdf; do has out "$file"; done
expect 0 motcua print --list --json
same "$(count '"state":"sent"')" 0
[ "$(count '"state":"uncertain"')" -ge 1 ] && ok || no 'nothing is uncertain'
for job in $(sed -n 's/.*"job":"\([^"]*\)".*/\1/p' "$dir/out"); do
	motcua print --settle "$job" printed >/dev/null 2>&1 || no "$job is not settled"
done
expect 0 motcua print --list
out_has 'Không có giấy nào'
expect 0 motcua print "$code" --to "$dir/last.pdf"
pdftotext "$dir/last.pdf" "$dir/out"
out_has 'BẢN SAO'
finish
