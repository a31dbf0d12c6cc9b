.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2

.PHONY: help run test check bench calendar-proof fix lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/ready ## Install what is missing and serve everything, until Ctrl-C
	@exec $(BIN)/events-app serve

test: .venv/ready-dev ## Run every test, in a real browser, too
	@sh scripts/browser.sh
ifdef TESTS
	@$(BIN)/python -m pytest $(TESTS)
else
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --ignore tests/browser
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder tests/browser
endif

check: .venv/ready-dev ## Format, lint, types and import rules; no tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_architecture.py

bench: .venv/ready-dev ## The benchmarks behind the README's figures
	@$(BIN)/python -m bench

calendar-proof: .venv/ready-dev ## Show our calendars to other calendar software (docs/calendar-proof.md)
	@PYTHON="$(PYTHON)" sh scripts/calendar_proof/run.sh

fix: .venv/ready-dev ## Format, and mend what the linter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: ## Pin every dependency anew, with hashes
	@$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	@.venv/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --upgrade \
		--extra dev pyproject.toml -o requirements-dev.lock
	@.venv/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
		-c requirements-dev.lock pyproject.toml -o requirements.lock

clean: ## Remove what was installed and built; data in var/ stays
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

.venv/ready: requirements.lock pyproject.toml scripts/install.sh
	@PYTHON="$(PYTHON)" sh scripts/install.sh requirements.lock
	@touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml scripts/install.sh
	@PYTHON="$(PYTHON)" sh scripts/install.sh requirements-dev.lock
	@touch $@ .venv/ready
