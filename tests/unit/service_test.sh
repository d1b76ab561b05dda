#!/bin/sh
# The systemd unit: systemd itself finds no fault with it, and what it must not lose is in it.
set -u
cd "$(dirname "$0")/../.."
B=$(cd "${B:-build}" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0
unit="$dir/motcua-sync.service"
check() { # WHAT COMMAND…
	what=$1; shift
	if "$@" >"$dir/out" 2>&1; then passed=$((passed + 1)); else
		failed=$((failed + 1)); echo "FAILED: $what"; cat "$dir/out"; fi
}
sed -e "s,@bindir@,$B," packaging/motcua-sync.service.in >"$unit"
check 'no placeholder is left' sh -c "! grep '@[a-z]*@' '$unit'"
# other units of this machine are none of ours: only what is said of this one counts
check 'systemd-analyze verify' sh -c "systemd-analyze verify --man=no '$unit' >'$dir/said' 2>&1
	grep motcua-sync '$dir/said'; ! grep -q motcua-sync '$dir/said'"
for line in NoNewPrivileges=yes ProtectSystem=strict ProtectHome=yes StateDirectory=motcua UMask=0077 \
	LimitCORE=0 Restart=always CapabilityBoundingSet= 'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK'; do
	check "$line" grep -qx -- "$line" "$unit"
done
# a misspelt directive must be found, or the check above is worth nothing
sed 's/^NoNewPrivileges/NoNewPrivilege/' "$unit" >"$dir/motcua-sync-bad.service"
check 'a misspelt line is found' sh -c "systemd-analyze verify --man=no '$dir/motcua-sync-bad.service' 2>&1 | grep -q NoNewPrivilege"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
