#!/bin/sh
# motcua type: the whole corpus through the filter, a line in, a line out.
set -u
cd "$(dirname "$0")/../.."
B=${B:-build}
dir=$(mktemp -d)
passed=0 failed=0
trap 'rm -rf "$dir"' EXIT
unset LANGUAGE MOTCUA_CONFIG STATE_DIRECTORY XDG_DATA_HOME
export HOME="$dir" LC_ALL=C.UTF-8

same() { # NAME: $dir/got is $dir/want
	if cmp -s "$dir/want" "$dir/got"; then passed=$((passed + 1)); else
		failed=$((failed + 1)); echo "$1:"; diff "$dir/want" "$dir/got" | head -n 20
	fi
}
for method in telex vni; do
	for style in old new; do
		other=$([ $style = old ] && echo new || echo old)
		awk -F'\t' -v m=$method -v o=$other '$1 == m && $4 != o' tests/data/typing.tsv >"$dir/lines"
		[ -s "$dir/lines" ] || failed=$((failed + 1))
		cut -f3 "$dir/lines" >"$dir/want"
		cut -f2 "$dir/lines" | "$B/motcua" type --method $method --style $style >"$dir/got"
		same "typing.tsv $method $style"
	done
	awk -F'\t' -v m=$method '$1 == m' tests/data/typing_tricky.tsv >"$dir/lines"
	cut -f3 "$dir/lines" >"$dir/want"
	cut -f2 "$dir/lines" | "$B/motcua" type --method $method >"$dir/got"
	same "typing_tricky.tsv $method"
done

line() { # KEYS TEXT: printf formats
	printf "$2" >"$dir/want"
	printf "$1" | "$B/motcua" type --method telex >"$dir/got"
	same "$1"
}
line 'hoanf\b\n' 'hòa\n'                # the byte
line 'hoanf\\b\n' 'hòa\n'               # the two characters
line '\\b\\b\b\n' '\n'
line 'windows\\n\n' 'windows\n'
line 'tieengs\\k\n' 'tieengs\n'
line 'tieengs\\k Vieejt\n' 'tieengs Việt\n'
line 'thuwowng\\kj\n' 'thuwowngj\n'
line 'khác\\k\n' 'khác\n'
line 'windows' 'ưindows\n'              # no word ends with the line
line 'tieengs\r\n\ntieengs' 'tiếng\n\ntiếng\n'
line 'a\377s\303\n' 'á\n'               # what is not UTF-8 is no key
line 'a\000s\033\tdd\n' 'á\tđ\n'        # nor are controls
line 'đuowngf ướ\\b\n' 'đường ư\n'
line '' ''

"$B/motcua" type >"$dir/got" 2>&1 </dev/null; [ $? = 64 ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo 'no method'; }
"$B/motcua" type --method viqr >"$dir/got" 2>&1 </dev/null; [ $? = 64 ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo 'no such method'; }
"$B/motcua" type --style new --method 2>"$dir/err" </dev/null; [ $? = 64 ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo 'a value is missing'; }

# A line without spaces takes time in proportion to its length.
head -c 400000 /dev/zero | tr '\0' a >"$dir/want"; echo >>"$dir/want"
if timeout 100 "$B/motcua" type --method vni <"$dir/want" >"$dir/got"; then same 'a long line'; else
	failed=$((failed + 1)); echo 'a long line took too long'
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
