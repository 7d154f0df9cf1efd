# `make help` says what there is. Nothing but python3 (3.11 or later, with venv) has to be installed before.

PYTHON ?= python3
BIN := .venv/bin
# Compiled when it is installed, even where PYTHONDONTWRITEBYTECODE is set: Python warns of faults in old libraries when it
# compiles them, and in the tests warnings are errors.
INSTALL := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
# Only files whose digests stand in these two are installed: each version of requirements*.txt with all of its files.
HASHED := requirements.hashed.txt
HASHED_DEV := requirements-dev.hashed.txt
# Installed is what these two files stand for; they are renewed when the requirements change.
RUNTIME := .venv/.installed
DEVELOPMENT := .venv/.installed-dev
SOURCES := opendata tests bench tools
# Test files run side by side; many of them wait for servers, so three more than there are processors.
# They begin in the order that tests/conftest.py gives them, not in that of how many tests they have.
TESTERS ?= $(shell expr $$(nproc) + 3)

.DEFAULT_GOAL := help
.PHONY: help run setup test check format bench examples fuzz faults soak made-up hostile hashes audit

help:
	@echo 'make run      set up, load the example if there is no data yet, and start; Ctrl-C stops'
	@echo '              (PORT=8000 HOST=127.0.0.1 DATA_DIR=var EXAMPLE=1, more in README.md)'
	@echo 'make test     set up, and run the whole suite (TEST_SERVERS=installed: servers of the machine)'
	@echo 'make check    linter, formatter and types'
	@echo 'make format   rewrite the code as the formatter has it'
	@echo 'make bench    the benchmarks, as a table (BENCH_QUICK=1: smaller)'
	@echo 'make examples the tests that make up their examples, with ten times as many of them'
	@echo 'make fuzz     both engines of the check on made-up tables, until Ctrl-C (SEED=0)'
	@echo 'make soak     many publish at once on each kind of storage, readers follow (SEED=1 SECONDS=600)'
	@echo 'make faults   the service in sizes 1 and 3 while its parts fail (SIZES="1 3" SEED=1 MINUTES=10)'
	@echo 'make made-up  more senseless requests, and those that schemathesis makes up, to a real server (EXAMPLES=30 SEED=1)'
	@echo 'make hostile  a hostile visitor against a real server (MINUTES=0 SEED=1; MINUTES=30: as long as that afterwards)'
	@echo 'make hashes   the digests of all requirements anew, after requirements.txt changed (needs uv)'
	@echo 'make audit    known weaknesses of the requirements (needs the network)'
	@echo 'make setup    only the set-up, with the tools for development'

run: $(RUNTIME)
	@exec $(BIN)/python -m tools.run

setup: $(DEVELOPMENT)

test: $(DEVELOPMENT)
	@$(BIN)/python -m pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder

check: $(DEVELOPMENT)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy $(SOURCES) wsgi.py

format: $(DEVELOPMENT)
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

bench: $(DEVELOPMENT)
	@$(BIN)/python -m bench

examples: $(DEVELOPMENT)
	@$(BIN)/python -m pytest -n $(TESTERS) --dist load -m hypothesis --hypothesis-profile=many

fuzz: $(DEVELOPMENT)
	@$(BIN)/python -W ignore -m tests.validation.columns.fuzz $(SEED)

soak: $(DEVELOPMENT)
	@$(BIN)/python -m bench.soak $(or $(SEED),1) $(or $(SECONDS),600)

faults: $(DEVELOPMENT)
	@for size in $(or $(SIZES),1 3); do \
	  $(BIN)/python -m tests.faults --size $$size --seed $(or $(SEED),1) --minutes $(or $(MINUTES),10) || exit 1; done

made-up: $(DEVELOPMENT)
	@ONE_IN=1 $(BIN)/python -m pytest -q tests/web/test_no_request_breaks_the_service.py \
	  tests/web/test_no_form_breaks_the_portal.py
	@EXAMPLES=$(or $(EXAMPLES),30) SEED=$(or $(SEED),1) $(BIN)/python -m bench.described_requests

hostile: $(DEVELOPMENT)
	@$(BIN)/python -m bench.hostile --minutes $(or $(MINUTES),0) --seed $(or $(SEED),1)

hashes:
	@command -v uv >/dev/null || { echo 'uv is missing: pip install uv' >&2; exit 2; }
	@for name in requirements requirements-dev; do uv pip compile --quiet --no-deps --universal --generate-hashes \
	  --no-annotate --python-version 3.11 --custom-compile-command 'make hashes' $$name.txt -o $$name.hashed.txt || exit; done

audit:
	@$(PYTHON) -m venv --clear .venv/audit
	@.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	@.venv/audit/bin/pip-audit --require-hashes --disable-pip -r $(HASHED_DEV)

# An environment holds absolute paths: one that was copied or moved here with its checkout is made anew. Where .venv is
# a link to the environment of another checkout, the link goes and that environment stays as it is.
ifneq ($(wildcard $(RUNTIME)),)
ifneq ($(shell cat $(RUNTIME)),$(CURDIR))
.PHONY: $(RUNTIME)
endif
endif

$(RUNTIME): $(HASHED)
	@command -v $(PYTHON) >/dev/null || { echo 'python3 is missing: apt-get install python3 python3-venv' >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
	  "$$($(PYTHON) --version) is too old, 3.11 or later is needed: make PYTHON=python3.11 ..." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo \
	  "python3's venv is missing: apt-get install python3-venv" >&2; exit 2; }
	@if [ -e $@ ] && [ "$$(cat $@)" != "$(CURDIR)" ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  echo 'Making .venv ...'; [ ! -L .venv ] || rm .venv; $(PYTHON) -m venv --clear .venv; fi
	@echo 'Installing requirements.txt into .venv (once, it may take a minute) ...'
	@$(INSTALL) --require-hashes -r $(HASHED)
	@printf '%s\n' "$(CURDIR)" > $@

$(DEVELOPMENT): $(RUNTIME) $(HASHED_DEV)
	@echo 'Installing requirements-dev.txt into .venv (once) ...'
	@$(INSTALL) --require-hashes -r $(HASHED_DEV)
	@touch $@
