# Motcua. `make` builds both programs, `make check` runs every test. HACKING.md tells the rest.
#   B=DIR    build folder (default build, build-san with SAN=1)
#   SAN=1    with AddressSanitizer and UBSan
#   CC=clang works too
.DEFAULT_GOAL := all

VERSION := 0.1.0
prefix ?= /usr/local
SAN ?=
B ?= build$(if $(SAN),-san)
CC ?= gcc

FOLDERS := base i18n core db store devices net printing tui app central
PKGS := libcurl jansson libqrencode libcrypto sqlite3 libpq libmicrohttpd libutf8proc inih pangocairo \
	cairo-pdf pangofc fontconfig ncursesw

# ncursesw's flags carry _XOPEN_SOURCE=600, which would hide what _GNU_SOURCE shows.
# Asked once, and not before the packages are there.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(filter-out -D_XOPEN_SOURCE=%,$(shell pkg-config --cflags $(PKGS))))$(PKG_CFLAGS)
WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wwrite-strings -Wvla -Wformat=2 -Wundef -Wimplicit-fallthrough
CFLAGS ?= -O2 -g
HARDEN := -fstack-protector-strong -fPIE $(if $(SAN),,-D_FORTIFY_SOURCE=2)
comma := ,
# gcc sees texts cut short where there are none once its code is instrumented; clang has no such warning.
SANFLAGS := $(if $(SAN),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer $(if $(findstring clang,$(CC)),,-Wno-format-truncation))
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE -I. $(WARN) $(HARDEN) $(SANFLAGS) \
	-DVERSION='"$(VERSION)"' -DLOCALEDIR='"$(prefix)/share/locale"' $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro -Wl,--as-needed -pthread $(SANFLAGS) $(LDFLAGS)

pkg_libs = $(shell pkg-config --libs $(1))
# What prints stands in a program of its own: pango, fonts and CUPS would double the application.
CLIENT_LIBS = $(call pkg_libs,libcurl jansson libcrypto sqlite3 libutf8proc inih ncursesw)
PRINT_LIBS = $(call pkg_libs,libqrencode pangocairo cairo-pdf pangofc fontconfig jansson libcrypto \
	libutf8proc inih) -lcups -lm
CENTRAL_LIBS = $(call pkg_libs,libmicrohttpd jansson libcrypto sqlite3 libpq libutf8proc inih libcurl)
TEST_LIBS = $(call pkg_libs,cmocka vterm libssl icu-i18n) -lutil

src = $(wildcard $(1)/*.c)
obj = $(patsubst %.c,$(B)/%.o,$(1))

LIB_SRC := $(filter-out printing/main.c,$(foreach f,base i18n core db store devices net printing tui,$(call src,$(f))))
APP_SRC := $(filter-out app/main.c,$(call src,app))
CENTRAL_SRC := $(filter-out central/main.c,$(call src,central))
HEADERS := $(foreach f,$(FOLDERS),$(wildcard $(f)/*.h))

# Archives: tests link only what they use out of them. A folder is newer once a file went from it.
$(B)/libclient.a: $(call obj,$(LIB_SRC) $(APP_SRC)) $(sort $(dir $(LIB_SRC) $(APP_SRC)))
$(B)/libcentral.a: $(call obj,$(CENTRAL_SRC)) central/
$(B)/lib%.a:
	@rm -f $@
	@$(AR) rcs $@ $(filter %.o,$^)

$(B)/motcua: $(B)/app/main.o $(B)/libclient.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CLIENT_LIBS)
$(B)/motcua-print: $(B)/printing/main.o $(B)/libclient.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PRINT_LIBS)
$(B)/motcua-central: $(B)/central/main.o $(B)/libcentral.a $(B)/libclient.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(CENTRAL_LIBS)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard $(B)/*/*.d $(B)/*/*/*.d)

# ---- tests and benches: each .c is a program; tests/harness is linked into all
# The power machine takes fsync and its like for itself, so only the tests named power_ get it.
POWER_SRC := $(wildcard tests/harness/power_*.c)
HARNESS_SRC := $(filter-out $(POWER_SRC),$(wildcard tests/harness/*.c))
UNIT := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/*.c))
SCENARIOS := $(patsubst tests/scenarios/%.c,$(B)/tests/scenarios/%,$(wildcard tests/scenarios/*.c))
BENCHES := $(patsubst tests/bench/%.c,$(B)/tests/bench/%,$(wildcard tests/bench/*.c))
$(B)/libharness.a: $(call obj,$(HARNESS_SRC))
$(B)/libpower.a: $(call obj,$(POWER_SRC))
$(B)/tests/unit/power_% $(B)/tests/scenarios/power_%: POWER = $(B)/libpower.a
# What costs an attacker time would cost these tests theirs; the scenarios in shell pay it.
CHEAP := $(addprefix $(B)/tests/unit/,sealed_file_test store_relay_test)
$(CHEAP): CHEAP_OBJ = $(B)/tests/preload/cheap_scrypt.o
$(CHEAP): $(B)/tests/preload/cheap_scrypt.o

PRELOADS := $(patsubst tests/%.c,$(B)/tests/%.so,$(wildcard tests/preload/*.c))
# Put before the libraries of programs under test, so without what sanitizers add.
$(B)/tests/preload/%.so: tests/preload/%.c
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE $(WARN) -O2 -fPIC -shared -o $@ $<

$(B)/tests/%: $(B)/tests/%.o $(B)/libcentral.a $(B)/libclient.a $(B)/libharness.a $(B)/libpower.a \
		| $(PRELOADS)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $< $(CHEAP_OBJ) $(POWER) $(B)/libharness.a $(B)/libcentral.a $(B)/libclient.a \
		$(CLIENT_LIBS) $(PRINT_LIBS) $(CENTRAL_LIBS) $(TEST_LIBS)

# ---- fuzzers: each .c is one; they need clang and libclang-rt-14-dev, and are no part of check
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/%,$(wildcard tests/fuzz/*.c))
FUZZ_OBJ := $(call obj,$(foreach f,base i18n core,$(call src,$(f))) \
	devices/scan_lines.c \
	$(wildcard $(addprefix printing/,template*.c values*.c doc*.c words.c notice_words.c paper.c)))
$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(FUZZ_OBJ)
	$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(CENTRAL_LIBS)
fuzzers: $(FUZZERS)
fuzz:
	@$(MAKE) --no-print-directory CC=clang SAN=1 B=build-fuzz \
		CFLAGS="-O1 -g -fsanitize=fuzzer-no-link" fuzzers
	@B=build-fuzz tests/fuzz/run

# ---- language catalogues
PO := $(wildcard i18n/po/*.po)
MO := $(patsubst i18n/po/%.po,$(B)/locale/%/LC_MESSAGES/motcua.mo,$(PO))
$(B)/locale/%/LC_MESSAGES/motcua.mo: i18n/po/%.po
	@mkdir -p $(@D)
	@msgfmt --check -o $@ $<

# (the tests' own language: see i18n/lang.h)
PSEUDO := $(B)/locale/qps/LC_MESSAGES/motcua.mo
$(PSEUDO): i18n/po/en.po i18n/po/pseudo
	@mkdir -p $(@D)
	@i18n/po/pseudo $< >$(@D)/motcua.po
	@msgfmt --check -o $@ $(@D)/motcua.po

# Every sentence in the code, and en.po brought up to date with them. xgettext would rather have the
# sentences in English and says so a thousand times; its real complaints stop it. Without the date of
# collecting, two people's work on en.po does not collide in its first lines.
SENTENCES = $(B)/motcua.pot
$(SENTENCES): $(LIB_SRC) $(APP_SRC) $(CENTRAL_SRC) app/main.c central/main.c printing/main.c
	@mkdir -p $(@D)
	@LC_ALL=C.UTF-8 xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ \
		--keyword=P_:1,2 --package-name=motcua --sort-output --no-location -o $@ $^ 2>$(B)/xgettext.log || \
		{ cat $(B)/xgettext.log >&2; exit 1; }
	@sed -i '/^"POT-Creation-Date/d' $@
po: $(SENTENCES)
	msgmerge --quiet --update --backup=none --no-fuzzy-matching --sort-output i18n/po/en.po $(SENTENCES)
	msgattrib --no-obsolete --sort-output -o i18n/po/en.po i18n/po/en.po

# ---- the manual page: commands and keys come from the program itself
$(B)/motcua.1: packaging/motcua.1.in $(B)/motcua
	@LANGUAGE=vi $(B)/motcua -c /dev/null help keys --roff >$@.keys
	@LANGUAGE=vi $(B)/motcua -c /dev/null help --roff | sed -e '/@COMMANDS@/{' -e 'r /dev/stdin' -e 'd' -e '}' \
		-e '/@KEYS@/{' -e 'r $@.keys' -e 'd' -e '}' $< >$@
	@rm $@.keys

$(B)/motcua-sync.service: packaging/motcua-sync.service.in
	@sed -e 's,@bindir@,$(prefix)/bin,' $< >$@

# ---- the console kit: the font and what starts a counter PC right into the application
KIT := motcua-console getty-motcua.conf motcua-kiosk.service
$(B)/console/motcua-12x24.psfu: packaging/console/font packaging/console/glyphs
	@mkdir -p $(@D)
	@packaging/console/font $@
$(B)/console/%: packaging/console/%.in
	@mkdir -p $(@D)
	@sed -e 's,@bindir@,$(prefix)/bin,' -e 's,@datadir@,$(prefix)/share,' $< >$@
console: $(B)/console/motcua-12x24.psfu $(addprefix $(B)/console/,$(KIT))

install: all console $(B)/motcua.1 $(B)/motcua-sync.service
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/libexec/motcua $(DESTDIR)$(prefix)/share/man/man1 \
		$(DESTDIR)$(prefix)/share/doc/motcua $(DESTDIR)$(prefix)/share/motcua/demo \
		$(DESTDIR)$(prefix)/share/motcua/forms
	install -m 755 $(B)/motcua $(B)/motcua-central $(DESTDIR)$(prefix)/bin
	install -m 755 $(B)/motcua-print $(DESTDIR)$(prefix)/libexec/motcua
	install -m 644 $(B)/motcua.1 $(DESTDIR)$(prefix)/share/man/man1
	install -D -m 644 $(B)/motcua-sync.service $(DESTDIR)$(prefix)/lib/systemd/system/motcua-sync.service
	install -d $(DESTDIR)$(prefix)/share/motcua/console
	install -m 755 $(B)/console/motcua-console $(DESTDIR)$(prefix)/libexec/motcua
	install -m 644 $(B)/console/motcua-12x24.psfu $(B)/console/getty-motcua.conf packaging/console/foot.ini \
		$(DESTDIR)$(prefix)/share/motcua/console
	install -m 644 $(B)/console/motcua-kiosk.service $(DESTDIR)$(prefix)/lib/systemd/system
	install -m 644 README.md LICENSE config.ini.example docs/forms.md $(DESTDIR)$(prefix)/share/doc/motcua
	install -m 644 central/demo/*.json $(DESTDIR)$(prefix)/share/motcua/demo
	install -m 644 printing/forms/*.form $(DESTDIR)$(prefix)/share/motcua/forms
	for mo in $(patsubst $(B)/locale/%,%,$(MO)); do \
		install -D -m 644 $(B)/locale/$$mo $(DESTDIR)$(prefix)/share/locale/$$mo; done

.PHONY: all deps check console demo bench soak check-layers check-headers check-faults clean install tests po
.SECONDARY:

all: deps-silent
	@$(MAKE) --no-print-directory programs
.PHONY: programs deps-silent fuzz fuzzers
programs: $(B)/motcua $(B)/motcua-print $(B)/motcua-central $(MO)
tests: programs console $(PSEUDO) $(PRELOADS) $(UNIT) $(SCENARIOS)

# Installs what packaging/debian-packages lists and is missing; asks for root only then.
deps deps-silent:
	@packaging/deps

check: deps-silent
	@$(MAKE) --no-print-directory tests check-layers check-headers check-faults
	@B=$(B) tests/run

demo: all
	@B=$(B) packaging/run-demo

# The same disk faults as in check, with SOAK times the seeds and no call left out; then everything at
# once, until SOAK_PAPERS numbers were told and each kind of fault was met. The report goes to stdout.
SOAK ?= 20
SOAK_PAPERS ?= 10000
soak: all
	@$(MAKE) --no-print-directory $(B)/tests/scenarios/soak $(B)/tests/scenarios/kill_points \
		$(foreach t,$(UNIT) $(SCENARIOS),$(if $(findstring /power_,$t),$t))
	@MOTCUA_SOAK=$(SOAK) B=$(B) tests/run power_ kill_points
	@MOTCUA_SOAK_PAPERS=$(SOAK_PAPERS) MOTCUA_PRINT=$(CURDIR)/$(B)/motcua-print B=$(B) \
		$(B)/tests/scenarios/soak

bench: all
	@packaging/deps debian-packages-bench
	@$(MAKE) --no-print-directory $(BENCHES)
	@B=$(B) tests/bench/run

check-layers:
	@tests/check-layers
check-faults:
	@tests/check-faults

check-headers: $(patsubst %.h,$(B)/headers/%.h.ok,$(HEADERS))
$(B)/headers/%.h.ok: %.h
	@mkdir -p $(@D)
	@grep -q '^/\*' $< || { echo "$<: has no comment that says what it is for" >&2; exit 1; }
	@printf '#include "%s"\n#include "%s"\n' $< $< | \
		$(CC) $(ALL_CFLAGS) -fsyntax-only -x c -
	@touch $@

clean:
	rm -rf build build-san build-fuzz
