#!/bin/sh
# What the counter's programs carry with them: a thin client has no room for a database server's library.
set -u
B=${B:-build}
passed=0 failed=0
check() { # NAME STATUS WANTED
	if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$1"; fi
}
for program in motcua motcua-print; do
	ldd "$B/$program" >/dev/null; check "$program cannot be looked into" $? 0
	ldd "$B/$program" | grep -q libpq; check "$program links libpq" $? 1
done
ldd "$B/motcua-central" | grep -q libpq; check "motcua-central does not link libpq" $? 0
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
