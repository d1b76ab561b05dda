#!/bin/sh
# The console kit beside its font: systemd and foot find no fault with their files, the login shell
# brings the application and what it said, and the window's font has every letter.
set -u
cd "$(dirname "$0")/../.."
B=$(cd "${B:-build}" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
check() { # WHAT COMMAND…
	what=$1; shift
	if "$@" >"$dir/out" 2>&1; then passed=$((passed + 1)); else
		failed=$((failed + 1)); echo "FAILED: $what"; cat "$dir/out"; fi
}
fine() { # UNIT: systemd says nothing of it (other units of this machine are none of ours)
	systemd-analyze verify --man=no "$1" >"$dir/said" 2>&1
	! grep -e kiosk -e motcua -e tty "$dir/said"
}
kit=$B/console
check 'no placeholder is left' sh -c "! grep '@[a-z]*@' '$kit'/*.conf '$kit'/*.service '$kit/motcua-console'"

# what they start must be there for systemd to be content
mkdir "$dir/bin" "$dir/getty@tty1.service.d"
for p in cage foot; do ln -s /bin/true "$dir/bin/$p"; done
sed -e "s,/usr/bin/,$dir/bin/,g" "$kit/motcua-kiosk.service" >"$dir/motcua-kiosk.service"
check 'the kiosk unit' fine "$dir/motcua-kiosk.service"
sed 's/^TTYReset/TTYRset/' "$dir/motcua-kiosk.service" >"$dir/kiosk-bad.service"
check 'a misspelt line is found' sh -c "systemd-analyze verify --man=no '$dir/kiosk-bad.service' 2>&1 | grep -q TTYRset"
cp /lib/systemd/system/getty@.service "$dir/getty@.service"
cp "$dir/getty@.service" "$dir/getty@tty1.service"
cp "$kit/getty-motcua.conf" "$dir/getty@tty1.service.d/motcua.conf"
check 'the drop-in' fine "$dir/getty@tty1.service"
sed -i 's/^Restart=/Restrt=/' "$dir/getty@tty1.service.d/motcua.conf"
check 'a misspelt line of the drop-in is found' sh -c "systemd-analyze verify --man=no '$dir/getty@tty1.service' 2>&1 | grep -q Restrt"

check 'foot.ini' foot --check-config --config packaging/console/foot.ini
sed 's/^pad=/pd=/' packaging/console/foot.ini >"$dir/foot.ini"
check 'a misspelt option is found' sh -c "! foot --check-config --config '$dir/foot.ini'"
# Latin of Vietnamese, đ ơ ư, ₫, frames, bars, the signs of the screens
check 'the font has every letter' sh -c "fc-list ':family=JetBrains Mono:charset=20-7e c0-c3 c8-ca cc-cd d2-d5 d9-da dd
	e0-e3 e8-ea ec-ed f2-f5 f9-fa fd 102-103 110-111 128-129 168-169 1a0-1a1 1af-1b0 1ea0-1ef9 20ab 2013 201c-201d
	2022 2026 2500-257f 2581-2588 25cf 2713 2717' family | grep -q JetBrains"
check 'a letter it has not would be seen' sh -c "! fc-list ':family=JetBrains Mono:charset=4e00' family | grep -q JetBrains"

# the login shell: the application's end is the session's; a failure stays to be read
mkdir "$dir/prefix" "$dir/prefix/bin"
printf '#!/bin/sh\nexit ${MOTCUA_ENDS:-0}\n' >"$dir/prefix/bin/motcua"
chmod +x "$dir/prefix/bin/motcua"
sed -e "s,@bindir@,$dir/prefix/bin," -e "s,@datadir@,$dir/prefix/share," packaging/console/motcua-console.in >"$dir/shell"
check 'a good end is quiet' sh -c "[ -z \"\$(TERM=xterm sh '$dir/shell' </dev/null)\" ]"
check 'a failure is told' sh -c "echo | TERM=xterm MOTCUA_ENDS=78 sh '$dir/shell' | grep -q 'Nhấn Enter để mở lại'"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
