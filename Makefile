# SPDX-FileCopyrightText: 2026 Scharnier contributors
# SPDX-License-Identifier: EUPL-1.2
#
# On a fresh machine: `make run` shows the demo network, `make test` tests everything.

SHELL := /usr/bin/env bash
VENV := .venv
STAMP := $(VENV)/.ready
PY := $(VENV)/bin/python
unexport PYTHONDONTWRITEBYTECODE
export SCHARNIER_HOME ?= $(CURDIR)/.home

.PHONY: setup run test check bench screenshots lock
setup: $(STAMP)

$(STAMP): requirements-dev.lock tools/uv.lock.txt tools/bootstrap.sh
	@bash tools/bootstrap.sh $(VENV)
	@touch $@

run: $(STAMP)
	@exec $(VENV)/bin/scharnier up --demo

test: $(STAMP)
	@bash tools/packages.sh browser pdf postgresql server
	@$(PY) tools/translations.py
	$(PY) -m pytest

check: $(STAMP)
	@bash tools/packages.sh pdf
	@bash tools/check.sh

bench: $(STAMP)
	$(PY) -m bench

screenshots: $(STAMP)
	@bash tools/packages.sh browser pdf
	$(PY) tools/screenshots.py

# The one file that says which versions are installed; registries and machines are not named in it.
lock: $(STAMP)
	$(VENV)/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url $(LOCK_OPTIONS) -o requirements-dev.lock
