# Balassa. The two commands that matter:  make figures   make test
#   make SANITIZE=address,undefined test     the same under the sanitizers, in a build folder of its own
#   V=1 shows whole commands
#   make help                                every target

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
SHELL := /bin/sh

VERSION := 0.1.0

# What it is built with --------------------------------------------------------------------------
ifeq ($(origin CC),default)
CC       := gcc
endif
OPT      ?= -O2 -g
SANITIZE ?=
V        ?=
PREFIX   ?= /usr/local
DESTDIR  ?=

comma   := ,
VARIANT := $(if $(SANITIZE),$(subst $(comma),-,$(SANITIZE)),release)
BUILD   := build/$(VARIANT)

quiet = $(if $(V),,@printf '  %-4s %s\n' $(1) $@; )

# Asked of pkg-config once, and only when something is compiled: on a new machine it is not there
# until `deps` has run.
ask      = $(eval $(1) := $$(shell pkg-config $(2)))$($(1))
PKGS     = lua5.4 jansson readline libmd gsl libutf8proc yaml-0.1 expat
PKG_CPPFLAGS = $(call ask,PKG_CPPFLAGS,--cflags $(PKGS))
PKG_LIBS     = $(call ask,PKG_LIBS,--libs $(PKGS))
CMOCKA_LIBS  = $(call ask,CMOCKA_LIBS,--libs cmocka)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wundef -Wwrite-strings -Wformat=2 -Wvla -Werror
CPPFLAGS_ALL = -Iengine -D_GNU_SOURCE -DBALASSA_VERSION='"$(VERSION)"' \
               -DBALASSA_DATADIR='"$(PREFIX)/share/balassa"' $(PKG_CPPFLAGS) $(CPPFLAGS)
CFLAGS_ALL   = -std=c17 $(OPT) $(WARN) -fPIC -fopenmp -fvisibility=hidden -ffp-contract=off -fno-math-errno \
               $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all) $(CFLAGS)
LDFLAGS_ALL  = -fopenmp $(if $(SANITIZE),-fsanitize=$(SANITIZE)) $(LDFLAGS)
LIBS_ALL     = $(PKG_LIBS) -lcsv -lstemmer -lm

# Debian packages --------------------------------------------------------------------------------
DEPS_BUILD := make gcc libc6-dev pkg-config liblua5.4-dev libcsv-dev libjansson-dev libreadline-dev libmd-dev librandom123-dev libgsl-dev libutf8proc-dev libstemmer-dev libyaml-dev libexpat1-dev
DEPS_RUN   := gnuplot-nox fonts-liberation
DEPS_TEST  := lua5.4 lua-unit libcmocka-dev perl libxml2-utils git
DEPS_LINT  := clang-format cppcheck lua-check
DEPS_FUZZ  := clang libomp-dev
DEPS_VALGRIND := valgrind
DEPS_COVERAGE := gcovr

# Files ------------------------------------------------------------------------------------------
SRC      := $(sort $(wildcard engine/*/*.c))
OBJ      := $(SRC:engine/%.c=$(BUILD)/%.o)
MAIN     := $(BUILD)/main.o
UNIT     := $(sort $(wildcard t/unit/*.c))
UNIT_BIN := $(UNIT:t/unit/%.c=$(BUILD)/t/%)
KERNELS  := $(BUILD)/bench/kernels $(BUILD)/bench/multiverse $(BUILD)/bench/words $(BUILD)/bench/overlays
FUZZ     := $(patsubst t/fuzz/fuzz_%.c,%,$(sort $(wildcard t/fuzz/fuzz_*.c)))
FUZZ_BIN := $(FUZZ:%=build/fuzz/fuzz_%)
PROGRAM  := $(BUILD)/balassa
MODULE   := $(BUILD)/balassa.so
TESTS     = $(UNIT_BIN) $(sort $(wildcard t/lua/test_*.lua)) $(sort $(wildcard t/cli/*.t))

.PHONY: all figures documents test deps deps-build deps-run deps-test deps-lint deps-fuzz deps-valgrind deps-coverage lint format fuzz \
        fuzz-labels check-oom check-faults check-determinism coverage valgrind bench check-layers \
        install uninstall clean help

all: $(PROGRAM) $(MODULE) balassa balassa.so ## the program ./balassa and the Lua module ./balassa.so

figures: all deps-run ## draw the figures of all studies into plots/
	./balassa figures

test: all $(UNIT_BIN) deps-run deps-test ## build and run all tests
	BALASSA=$(CURDIR)/$(PROGRAM) BALASSA_MODULE=$(CURDIR)/$(MODULE) prove --exec t/run $(PROVEFLAGS) $(TESTS)

$(BUILD)/%.o: engine/%.c | deps-build
	@mkdir -p $(@D)
	$(call quiet,CC)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(PROGRAM): $(MAIN) $(OBJ)
	$(call quiet,LINK)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_ALL)

$(MODULE): $(OBJ)
	$(call quiet,LINK)$(CC) -shared $(LDFLAGS_ALL) $(if $(SANITIZE),,-Wl,-z,defs) -o $@ $^ $(LIBS_ALL)

$(BUILD)/t/%: t/unit/%.c $(OBJ) | deps-test
	@mkdir -p $(@D)
	$(call quiet,LINK)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -It/unit -o $@ $< $(OBJ) $(LDFLAGS_ALL) $(LIBS_ALL) $(CMOCKA_LIBS)

$(BUILD)/bench/%: t/bench/%.c $(OBJ) | deps-build
	@mkdir -p $(@D)
	$(call quiet,LINK)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -o $@ $< $(OBJ) $(LDFLAGS_ALL) $(LIBS_ALL)

.PRECIOUS: build/fuzz/%.o

# Fuzzing, with clang's libFuzzer. The warnings are gcc's business.
FUZZ_CFLAGS = -std=c17 -O1 -g -w -fopenmp -fno-omit-frame-pointer -ffp-contract=off \
              -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all
build/fuzz/%.o: engine/%.c | deps-fuzz
	@mkdir -p $(@D)
	$(call quiet,CC)clang $(CPPFLAGS_ALL) $(FUZZ_CFLAGS) -MMD -MP -c -o $@ $<

build/fuzz/fuzz_%: t/fuzz/fuzz_%.c $(SRC:engine/%.c=build/fuzz/%.o)
	$(call quiet,LINK)clang $(CPPFLAGS_ALL) $(FUZZ_CFLAGS) -fsanitize=fuzzer -MMD -MP -It/fuzz -o $@ $< $(filter %.o,$^) $(LIBS_ALL)

# At the top for people: always the plain build, whatever variant was made last.
balassa: build/release/balassa
	ln -sf $< $@
balassa.so: build/release/balassa.so
	ln -sf $< $@
ifneq ($(VARIANT),release)
build/release/balassa build/release/balassa.so:
	$(MAKE) SANITIZE= $@
endif

# Packages that are missing: as root they are installed, else the command is printed ----------------
define need
	@command -v dpkg-query >/dev/null || exit 0; \
	missing=$$(for p in $(1); do \
	  dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || printf ' %s' $$p; done); \
	test -n "$$missing" || exit 0; \
	if test "$$(id -u)" = 0; then \
	  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; \
	else \
	  echo "make: these packages are missing:$$missing" >&2; \
	  echo "Install them, then run make again:" >&2; \
	  echo "  sudo apt-get install --no-install-recommends$$missing" >&2; exit 1; fi
endef

deps: ## install what building, drawing and testing need
	$(call need,$(DEPS_BUILD) $(DEPS_RUN) $(DEPS_TEST))
deps-build: ; $(call need,$(DEPS_BUILD))
deps-run:   ; $(call need,$(DEPS_RUN))
deps-test:  ; $(call need,$(DEPS_TEST))
deps-lint:  ; $(call need,$(DEPS_LINT))
deps-fuzz:  ; $(call need,$(DEPS_FUZZ))
deps-valgrind: ; $(call need,$(DEPS_VALGRIND))
deps-coverage: ; $(call need,$(DEPS_COVERAGE))

lint: deps-lint deps-build ## clang-format, cppcheck and luacheck, no findings allowed
	clang-format --dry-run -Werror $$(git ls-files 'engine/*.c' 'engine/*.h' 't/unit/*.c' 't/unit/*.h' 't/bench/*.c' 't/bench/*.h' 't/fuzz/*.c' 't/fuzz/*.h')
	cppcheck --quiet --std=c11 --error-exitcode=1 --enable=warning,performance,portability --inline-suppr \
	  --suppress=missingIncludeSystem -Iengine engine
	luacheck --quiet scripts datasets t/lua t/bench t/data t/faults t/fuzz/calls.lua t/fuzz/script.lua

format: ## lay out the C code as .clang-format says
	clang-format -i $$(git ls-files 'engine/*.c' 'engine/*.h' 't/unit/*.c' 't/unit/*.h' 't/bench/*.c' 't/bench/*.h' 't/fuzz/*.c' 't/fuzz/*.h')

documents: all ## write the output that the documents show anew
	UPDATE=1 perl t/cli/documents.t >/dev/null
	UPDATE=1 perl t/cli/tutorial.t >/dev/null

check-layers: ## who includes whom in engine/, and that each header compiles alone
	CC="$(CC)" CPPFLAGS="$(CPPFLAGS_ALL)" perl t/cli/layers.t

SECONDS ?= 60
fuzz: deps-fuzz $(FUZZ_BIN) ## fuzz every door for input, SECONDS=60 each (FUZZ="csv date": only these)
	t/fuzz/run build/fuzz $(SECONDS) $(FUZZ)

fuzz-labels: all deps-run deps-test ## draw 100,000 hostile labels; LABELS=N draws N, SEED=N others
	perl t/fuzz/labels.pl $(or $(LABELS),100000) $(SEED)

# The sanitizers see what is lost or read twice on the way. All cores share the work, and the first tells how far
# it is. OOM_STRIDE=10 takes every tenth allocation, OOM_ONLY=name one feature of t/data/features.lua.
check-oom: ## fail every allocation in turn, under the sanitizers (long)
	$(MAKE) SANITIZE=address,undefined build/address-undefined/t/test_oom
	@export OOM_STRIDE=$(or $(OOM_STRIDE),1) OMP_WAIT_POLICY=passive ASAN_OPTIONS=quarantine_size_mb=16; \
	n=$$(nproc); status=0; pids=; \
	for i in $$(seq $$n); do OOM_PART=$$i/$$n build/address-undefined/t/test_oom & pids="$$pids $$!"; done; \
	for pid in $$pids; do wait $$pid || status=1; done; exit $$status

check-faults: all deps-run deps-test ## fail every call to the system in turn; kill and interrupt at any moment (long)
	FAILURES=all prove --verbose --exec t/run t/cli/failures.t

# Twelve digits are promised between compilers; on one machine with one library the bytes are the same.
check-determinism: all deps-run deps-test deps-fuzz ## the same numbers for any threads, locale, time zone, -O and compiler
	$(MAKE) BUILD=build/gcc-O0 CC=gcc OPT=-O0 CFLAGS=-w build/gcc-O0/balassa
	$(MAKE) BUILD=build/clang-O2 CC=clang OPT=-O2 CFLAGS=-w build/clang-O2/balassa
	BUILDS="build/gcc-O0/balassa build/clang-O2/balassa" prove --verbose --exec t/run t/cli/determinism.t

# Tests that kill the program would leave its counters broken. What remains unraised and why stands in
# t/coverage/unreachable.txt. Of what the program said, t/coverage/record.c keeps a record.
COVERAGE_TESTS = $(UNIT:t/unit/%.c=build/coverage/t/%) $(sort $(wildcard t/lua/test_*.lua)) \
                 $(filter-out $(addprefix t/cli/,clone.t failures.t layers.t made.t determinism.t labels.t),$(sort $(wildcard t/cli/*.t)))
RECORDED = vsnprintf snprintf printf fprintf fputs bal_buf_adds bal_diag_add bal_complain luaL_error luaL_argerror \
           luaL_addstring lua_setfield lua_pushstring lua_pushfstring lua_pushvfstring lua_newstate luaL_newstate \
           lua_sethook lua_gethook lua_gethookcount
build/coverage/record.o: t/coverage/record.c | deps-build
	@mkdir -p $(@D)
	$(call quiet,CC)$(CC) -std=gnu17 -Wall -O1 -fPIC -Iengine -DRECORD='"$(CURDIR)/build/coverage/record"' $(PKG_CPPFLAGS) -c -o $@ $<

coverage: all deps-run deps-test deps-coverage build/coverage/record.o ## line and branch coverage, and the error messages that no test raises
	$(MAKE) BUILD=build/coverage OPT="-O0 -g $(foreach f,printf fprintf fputs,-fno-builtin-$(f)) --coverage -fprofile-update=atomic" CFLAGS=-w \
	  LDFLAGS="--coverage $(RECORDED:%=-Wl,--wrap=%) build/coverage/record.o" \
	  build/coverage/balassa build/coverage/balassa.so $(filter build/coverage/%,$(COVERAGE_TESTS))
	find build/coverage -name '*.gcda' -delete
	rm -f build/coverage/record
	-BALASSA=$(CURDIR)/build/coverage/balassa BALASSA_MODULE=$(CURDIR)/build/coverage/balassa.so \
	  prove --exec t/run $(PROVEFLAGS) $(COVERAGE_TESTS)
	gcovr --root . --object-directory build/coverage --filter engine/ --exclude-throw-branches --gcov-ignore-parse-errors \
	  --json build/coverage/lines.json --txt build/coverage/lines.txt --print-summary
	perl t/coverage/lua.pl build/coverage/record >build/coverage/lua.txt
	@echo "Lua: $$(tail -1 build/coverage/lua.txt)   (build/coverage/lines.txt and lua.txt name the lines)"
	perl t/coverage/messages.pl build/coverage/lines.json build/coverage/record

# Reachable memory of the libraries is theirs; what is lost, or read before it was written, is ours.
valgrind: all deps-valgrind ## run a script that touches every feature under valgrind
	OMP_NUM_THREADS=1 BALASSA_GNUPLOT=t/faults/gnuplot valgrind --quiet --error-exitcode=9 --leak-check=full \
	  --errors-for-leak-kinds=definite,indirect --show-leak-kinds=definite,indirect $(PROGRAM) t/faults/features.lua

bench: all $(KERNELS) deps-run deps-test ## time commands, charts and kernels beside R, numpy and bare C; count false alarms
	@perl t/bench/bench.pl $(BENCH); status=$$?; $(if $(BENCH),,for k in $(filter-out %/kernels,$(KERNELS)) './balassa t/bench/what-if.lua'; do echo; $$k || exit; done;) exit $$status

install: all ## to $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/lua/5.4 $(DESTDIR)$(PREFIX)/share/balassa
	install -m 755 build/release/balassa $(DESTDIR)$(PREFIX)/bin/balassa
	install -m 644 build/release/balassa.so $(DESTDIR)$(PREFIX)/lib/lua/5.4/balassa.so
	cp -R scripts datasets $(DESTDIR)$(PREFIX)/share/balassa/

uninstall: ## what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/balassa $(DESTDIR)$(PREFIX)/lib/lua/5.4/balassa.so
	rm -rf $(DESTDIR)$(PREFIX)/share/balassa

clean: ## everything that make made
	rm -rf build balassa balassa.so

help: ## this list
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-13s %s\n", $$1, $$2}'

-include $(OBJ:.o=.d) $(MAIN:.o=.d) $(UNIT_BIN:=.d) $(KERNELS:=.d) $(FUZZ_BIN:=.d) $(SRC:engine/%.c=build/fuzz/%.d)
