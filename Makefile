# abgleich: try it, test it, build it. Needs Python 3.11 or newer, git and make; everything else goes into .venv.
#
#   make demo    a small world of its own in demo-world/, one round, and what happened
#   make test    the whole test suite (installs the servers that it tests against, if it may)
#   make lint    style, types, floors of the house
#   make wheel   dist/abgleich-*.whl
#   make lock    exact versions anew from pyproject.toml, for every platform
#   make clean   everything made here, out again

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: demo test lint wheel lock clean

VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo-world
PYTEST ?= -n 2 --dist loadfile
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

demo: $(VENV)/ready-to-run
	@$(BIN)/abgleich demo $(DEMO)

test: $(VENV)/ready-to-test
	@bash tests/parts/packages.sh
	$(BIN)/python -m pytest $(PYTEST)

lint: $(VENV)/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: $(VENV)/ready-to-run
	rm -rf dist
	$(BIN)/python -m hatchling build -t wheel

# The locked set carries the build backend too: nothing is fetched that is not in the lock.
$(VENV)/ready-to-run: requirements.lock pyproject.toml | $(VENV)/made
	@echo "Installing what abgleich needs into $(VENV) (80 MB, once) ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready-to-test: requirements-test.lock pyproject.toml | $(VENV)/made
	@echo "Installing what abgleich and its tests need into $(VENV) (110 MB, once) ..."
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/ready-to-run

# Debian and Ubuntu keep the venv module in a package of its own.
$(VENV)/made:
	@if [ -z "$(PYTHON)" ]; then \
		echo "abgleich needs Python 3.11 or newer. On Debian and Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; fi
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		package=$(notdir $(PYTHON))-venv; \
		if [ "$$(id -u)" = 0 ]; then root=; \
		elif sudo -n true 2>/dev/null; then root=sudo; \
		else echo "Python's venv module is missing. Please run: sudo apt-get install $$package, then make again."; exit 1; fi; \
		echo "Installing $$package ..."; \
		$$root apt-get update -qq; \
		$$root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $$package > /dev/null; fi
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# Run with none of this machine's settings, so that only the public index's files and hashes get into the locks.
COMPILE := env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	$(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-annotate --no-header --extra odbc --extra postgresql
BACKEND := printf 'hatchling>=1.27\neditables>=0.5\n'

lock: | $(VENV)/made
	@$(INSTALL) uv
	$(BACKEND) | $(COMPILE) --group pyproject.toml:test --output-file requirements-test.lock pyproject.toml -
	$(BACKEND) | $(COMPILE) --constraint requirements-test.lock --output-file requirements.lock pyproject.toml -
	@! grep -nE '^-|://|^/| @ ' requirements.lock requirements-test.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@if [ -e $(DEMO)/.abgleich-demo ]; then rm -rf $(DEMO); fi
	find . -name __pycache__ -prune -exec rm -rf {} +
