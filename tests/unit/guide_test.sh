#!/bin/sh
# The officers' guide and the README show the program as it is: below each <!-- screen: NAME --> stands
# that golden screen, longer runs of empty lines as one. UPDATE=1 puts them in.
set -u
cd "$(dirname "$0")/../.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
verdict() { # STATUS WHAT
	if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $2"; fi
}

screen() { # NAME
	sed -e '/^---- cursor/,$d' "tests/golden/gallery/$1.vi.80x24.txt" | cat -s | sed 's/^\(..*\)$/    \1/'
}
# Takes a page's screens out, and puts them in anew.
renewed() { # PAGE
	awk '/^<!-- screen: / { print; skip = 1; next } skip && (/^    / || /^$/) { next } skip { skip = 0; print "" } { print }' "$1" |
		while IFS= read -r line; do
			printf '%s\n' "$line"
			case $line in
			'<!-- screen: '*)
				name=${line#<!-- screen: }
				echo
				screen "${name% -->}" || echo "no screen: $line" ;;
			esac
		done
}
for page in README.md docs/huong-dan.md; do
	renewed "$page" >"$dir/page"
	[ -z "${UPDATE:-}" ] || cp "$dir/page" "$page"
	! grep '^no screen' "$dir/page"; verdict $? "$page names a screen there is none of"
	diff "$page" "$dir/page"; verdict $? "$page is out of date (UPDATE=1 tests/unit/guide_test.sh)"
done
[ "$(grep -c '^<!-- screen: ' docs/huong-dan.md)" -ge 10 ]; verdict $? 'the guide shows its screens'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
