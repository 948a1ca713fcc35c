# The table of contents of this project: `make` lists it.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.stamp
# Quiet: pip shows errors only.
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --only-binary :all: \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help env demo test check e2e bench fuzz docs picture wheel lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: $(STAMP) ## .venv with dafeng and every tool, from hashed constraints

$(STAMP): requirements/dev.txt requirements/node.txt pyproject.toml hatch_build.py package.json package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更新 / Python 3.11 or newer is needed: make PYTHON=python3.11 env"; exit 2; }
	@test -x $(BIN)/python || { echo "环境 / environment: .venv"; $(PYTHON) -m venv .venv; }
	@echo "依赖 / dependencies: requirements/dev.txt"
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt
	@command -v npm >/dev/null || { echo "没有 npm，取自 PyPI / no npm here, taking it from PyPI"; \
		$(PIP) install --require-hashes --only-binary :all: -r requirements/node.txt; }
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

demo: env ## the example city: documents in dafeng-out/, a summary here
	@$(BIN)/dafeng demo --out dafeng-out

test: check ## everything CI runs: checks, tests, doctests, the browser where chromium is found
	@$(BIN)/pytest

check: env ## ruff, mypy, the layers
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check || { echo "格式不符 / run: $(BIN)/ruff format"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

e2e: env ## only the browser tests
	@$(BIN)/pytest -m e2e

bench: env ## measured times of the main paths
	@shopt -s nullglob; for script in benchmarks/*.py; do $(BIN)/python "$$script"; done

fuzz: env ## 100,000 damaged files through the readers; goes on where fuzz-out/ stands
	@$(BIN)/python -m tests.fuzz.run --count $(or $(COUNT),100000) --out fuzz-out

docs: env ## the documentation as pages in site/
	@$(BIN)/python docs/ledgers.py
	@$(BIN)/zensical build --clean --strict

picture: env ## the README's picture, by the system's Chromium
	@$(BIN)/python docs/picture.py

wheel: env ## the wheel, with scripts and the example city, in dist/
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

lock: env ## newest allowed versions into requirements/ and package-lock.json
	@$(LOCK) pyproject.toml --output-file requirements/runtime.txt
	@$(LOCK) pyproject.toml --group dev --output-file requirements/dev.txt
	@$(LOCK) --group pyproject.toml:node --output-file requirements/node.txt
	@npm install --package-lock-only --ignore-scripts --loglevel=error

clean: ## everything git ignores, the environment too
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
		dist build site dafeng-out fuzz-out node_modules src/dafeng/web/static/vendor
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
