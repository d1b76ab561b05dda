#!/bin/sh
# The English catalogue: every sentence of the code is in it and translated, and the program speaks it.
set -u
cd "$(dirname "$0")/../.."
B=${B:-build}
dir=$(mktemp -d)
passed=0 failed=0
trap 'rm -rf "$dir"' EXIT
unset LANGUAGE MOTCUA_CONFIG STATE_DIRECTORY XDG_DATA_HOME
export HOME="$dir" LC_ALL=C.UTF-8
po=i18n/po/en.po

# empty NAME: $dir/out has what is wrong, which should be nothing
empty() {
	if [ -s "$dir/out" ]; then failed=$((failed + 1)); echo "$1:"; cat "$dir/out"; else passed=$((passed + 1)); fi
}
says() { # NAME TEXT: it is in $dir/out
	if grep -qF -- "$2" "$dir/out"; then passed=$((passed + 1)); else
		failed=$((failed + 1)); echo "$1: no '$2' in:"; cat "$dir/out"
	fi
}

# ---- the catalogue
make -s B="$B" "$B/motcua.pot" >/dev/null 2>"$dir/make" || { cat "$dir/make"; echo "0 passed, 1 failed"; exit 1; }
msgmerge -q --no-fuzzy-matching -o "$dir/merged.po" $po "$B/motcua.pot"

msgattrib --no-obsolete --untranslated "$dir/merged.po" >"$dir/out"
empty 'not translated (make po, then write the English)'
msgattrib --only-fuzzy $po >"$dir/out"
empty 'fuzzy'
{ msgattrib --only-obsolete $po; msgattrib --only-obsolete "$dir/merged.po"; } >"$dir/out"
empty 'no longer in the code (make po)'
msgfmt --check -o /dev/null "$dir/merged.po" 2>"$dir/out"
empty 'msgfmt --check'

# One line a pair: Vietnamese, tab, English.
msgcat --no-wrap "$dir/merged.po" | awk '
	function flush(  i) { for (i = 0; i < n; i++) if (id != "") print (i && many != "" ? many : id) "\t" text[i]; n = 0; id = many = "" }
	/^msgid "/ { flush(); at = "id" }
	/^msgid_plural/ { at = "many" }
	/^msgstr/ { at = "text"; text[n++] = "" }
	/"/ && !/^#/ {
		sub(/^[^"]*"/, ""); sub(/"$/, "")
		if (at == "id") id = id $0; else if (at == "many") many = many $0; else text[n - 1] = text[n - 1] $0
	}
	END { flush() }' >"$dir/pairs"
[ "$(wc -l <"$dir/pairs")" -gt 500 ] || echo 'few sentences' >"$dir/out"
empty 'the pairs are read'

# Translated sentences take the same values in the same order, and keep the same ends.
awk -F'\t' '
	function shape(s,  out) {
		while (match(s, /%[-+ #0-9.*]*(hh|h|ll|l|z)?[a-zA-Z%]/)) {
			out = out substr(s, RSTART, RLENGTH) " "; s = substr(s, RSTART + RLENGTH)
		}
		return out
	}
	function ends(s,  lead, trail) {
		lead = match(s, /^ +/) ? RLENGTH : 0; trail = match(s, / +$/) ? RLENGTH : 0
		return lead " " trail " " (s ~ /\\n$/)
	}
	shape($1) != shape($2) || ends($1) != ends($2)' "$dir/pairs" >"$dir/out"
empty 'values or ends differ'

# In NFC neither language has a combining mark; and nothing has look-alikes or unseen characters.
LC_ALL=C grep -nP '\xcc[\x80-\xbf]|\xcd[\x80-\xaf]|\xc3\x90|\xc6\x89|\xc2[\x80-\xa0\xad]|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xef\xbb\xbf' \
	"$dir/pairs" >"$dir/out"
empty 'not NFC, or characters nobody sees'
# English has Vietnamese only where the officer meets it so: names of the form, examples.
cut -f2 "$dir/pairs" | LC_ALL=C grep -P '[\xe1][\xba\xbb]|\xc6[\xa0-\xb0]|\xc4[\x90\x91]' |
	grep -v -e 'BẢN SAO' -e 'Nữ (female)' -e 'charge: Lệ phí' >"$dir/out"
empty 'English with Vietnamese in it'

# ---- the program
english='take in a dossier handed in at the counter'
vietnamese='tiếp nhận một hồ sơ nộp trực tiếp'
for env in LANG=C.UTF-8 LANG=C LANG= LC_ALL=POSIX; do
	env -i "$env" LANGUAGE=en "$B/motcua" help >"$dir/out" 2>&1
	says "LANGUAGE=en $env" "$english"
	env -i "$env" "$B/motcua" help >"$dir/out" 2>&1
	says "Vietnamese unless asked, $env" "$vietnamese"
done
env -i LANGUAGE=en "$B/motcua-central" help >"$dir/out" 2>&1
says 'motcua-central' 'see whether the configuration is complete'

config() { # LANGUAGE
	printf '[screen]\nlanguage = %s\n[central]\nurl = http://127.0.0.1:9\n[workstation]\ndata_dir = %s/data\n' \
		"$1" "$dir" >"$dir/config.ini"
	chmod 600 "$dir/config.ini"
}
config en
env -i HOME="$dir" "$B/motcua" -c "$dir/config.ini" queue show none >"$dir/out" 2>&1
says 'language = en' 'This machine is not enrolled with the central system'
env -i HOME="$dir" LANG=C "$B/motcua" -c "$dir/config.ini" sync --once >"$dir/out" 2>&1
says 'language = en, LANG=C' 'This machine is not enrolled with the central system'
env -i "$B/motcua" -c "$dir/config.ini" help >"$dir/out" 2>&1
says 'help heeds the configuration' "$english"
env -i "$B/motcua" -c "$dir/none.ini" help >"$dir/out" 2>&1
says 'help without a configuration' "$vietnamese"
config vi
env -i HOME="$dir" LANGUAGE=en "$B/motcua" -c "$dir/config.ini" queue show none >"$dir/out" 2>&1
says 'the configuration decides' 'Máy này chưa đăng ký'
sed -i '/language/d' "$dir/config.ini"
for list in en en_US.UTF-8 fr:en:vi; do
	for command in 'queue list' 'sync --once' 'search x' 'pin list' 'verify x' doctor; do
		env -i HOME="$dir" LANGUAGE=$list "$B/motcua" -c "$dir/config.ini" $command >"$dir/out" 2>&1
		says "the environment where it says nothing, $list, $command" 'This machine is not enrolled'
	done
done
env -i HOME="$dir" LANGUAGE=vi:en "$B/motcua" -c "$dir/config.ini" queue list >"$dir/out" 2>&1
says 'the first of the list' 'Máy này chưa đăng ký'
for n in 1 10; do
	LANGUAGE=en TEXTDOMAINDIR="$B/locale" ngettext motcua '%d ngày làm việc' '%d ngày làm việc' $n
	printf ' '
done >"$dir/out"
says 'singular and plural' '%d working day %d working days'

# ---- installed
make -s B="$B" install DESTDIR="$dir/root" prefix=/usr >/dev/null 2>"$dir/make" || cat "$dir/make"
env -i LANGUAGE=en "$dir/root/usr/bin/motcua" help >"$dir/out" 2>&1
says 'installed' "$english"
rm -r "$dir/root/usr/share/locale"
env -i LANGUAGE=en "$dir/root/usr/bin/motcua" help >"$dir/out" 2>&1
says 'without a catalogue it is Vietnamese' "$vietnamese"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
