# What the scenarios in shell share; sourced from the project's folder. They have a private folder $dir, in it
# central and counters, each with its NAME.ini and the folder NAME, and what is checked is counted. However a
# scenario ends, what it started ends with it and the folder goes.
B=$(cd "${B:-build}" && pwd)
dir=$(mktemp -d /tmp/motcua-scenario-XXXXXX)
server= watch= passed=0 failed=0
central_db=sqlite:$dir/central.db
unset MOTCUA_CONFIG LANGUAGE STATE_DIRECTORY CREDENTIALS_DIRECTORY XDG_DATA_HOME http_proxy
unset MOTCUA_TEST_NOW MOTCUA_TEST_BOOT MOTCUA_TEST_ROOT
# with sanitizers too a library of tests/preload may come first
export ASAN_OPTIONS="verify_asan_link_order=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
export HOME="$dir" TZ=UTC CUPS_SERVER="$dir/no-cups.sock" DBUS_SYSTEM_BUS_ADDRESS="unix:path=$dir/no-bus"
trap 'stop "$watch"; stop "$server"; rm -rf "$dir"' EXIT; trap 'exit 130' INT TERM HUP

# ---- what is checked
ok() { passed=$((passed + 1)); }
no() { # WORDS…
	failed=$((failed + 1))
	echo "FAILED: $*"
	sed 's/^/    /' "$dir/out" "$dir/err" 2>/dev/null
	tail -n 3 "$dir/watch" 2>/dev/null
}
expect() { # STATUS COMMAND…: its stdout and stderr are kept in out and err
	want=$1; shift
	"$@" >"$dir/out" 2>"$dir/err" </dev/null
	got=$?
	if [ "$got" = "$want" ]; then ok; else no "exit $got instead of $want: $*"; fi
}
has() { if grep -qF -- "$2" "$dir/$1"; then ok; else no "no «$2» in $1"; fi; } # FILE TEXT
lacks() { if grep -qF -- "$2" "$dir/$1"; then no "«$2» in $1"; else ok; fi; }
out_has() { has out "$1"; }
out_lacks() { lacks out "$1"; }
err_has() { has err "$1"; }
err_lacks() { lacks err "$1"; }
same() { if [ "$1" = "$2" ]; then ok; else no "${3:+$3: }«$1» is not «$2»"; fi; } # ONE OTHER [NAME]
differ() { if [ "$1" != "$2" ]; then ok; else no "«$1» twice"; fi; }
count() { grep -c "$1" "$dir/out"; } # PATTERN: how many lines of out
# NAME: that member of the last line of JSON that has it, as text
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p; t; s/.*\"$1\":\([^\",}]*\).*/\1/p" "$dir/out" | tail -n 1; }
finish() { # the last line of each
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}

# ---- central
central() { "$B/motcua-central" --db "$central_db" "$@"; } # COMMAND…
stop() { # [PID]: ends it, though it be held; its exit status
	[ -n "$1" ] || return 0
	{ kill -CONT "$1"; kill "$1"; wait "$1"; } 2>/dev/null
}
serve() { # OPTION…: url is where it listens
	mkfifo "$dir/ready"
	"$B/motcua-central" --db "$central_db" "$@" >"$dir/ready" 2>>"$dir/central.log" &
	server=$!
	read -r url <"$dir/ready" || url=
	rm "$dir/ready"
	url=${url#listening on }
}
# [HOST:PORT]: else a port below those the system gives to clients, so that it is still free after a stop
start_central() {
	if [ $# -gt 0 ]; then serve --listen "$1" --demo; return; fi
	left=20 url=
	while [ -z "$url" ] && [ $left -gt 0 ]; do
		left=$((left - 1))
		serve --listen 127.0.0.1:$((20000 + ${MOTCUA_TEST_LANE:-0} % 16 * 750 + $(od -An -N2 -tu2 /dev/urandom) % 750)) --demo
	done
}
stop_central() {
	ended=$server server=
	stop "$ended"
}
code_for() { central enrol-code --agency "${2:-H01.91.12}" --counter "$1" 2>/dev/null; } # COUNTER [AGENCY]

# ---- counters
at() { # NAME COMMAND…
	ini=$dir/$1.ini; shift
	"$B/motcua" -c "$ini" "$@"
}
motcua() { at counter "$@"; }
configure() { # NAME [URL [FOLDER]]
	printf '[central]\nurl = %s\n[workstation]\ndata_dir = %s\n' "${2:-$url}" "${3:-$dir/$1}" >"$dir/$1.ini"
}
away() { configure "$1" http://127.0.0.1:9; } # NAME: nothing answers there
enrol() { # NAME COUNTER [AGENCY]
	configure "$1"
	expect 0 at "$1" enrol "$(code_for "$2" "${3:-}")"
}
