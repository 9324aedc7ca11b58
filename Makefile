# The shop's commands. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PROCESSES ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check lint bench scale code lock browser-tools clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.run ## Set everything up and open the shop on https://localhost:8443
	@$(BIN)/python app.py

test: $(VENV)/.dev ## Run all tests (no service needed)
	@$(BIN)/pytest -n $(PROCESSES) $(PYTEST_EXTRA)

check: $(VENV)/.dev ## Run all that the continuous integration runs
	@bash .ci/run

lint: $(VENV)/.dev ## Style, types, floors, templates, spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --profile=jinja --ignore=J018 --lint templates practice_processor/templates
	@$(BIN)/codespell app practice_processor templates static/js static/css tests docs bench README.md Makefile

bench: $(VENV)/.dev ## Print the table of speeds beside its bars
	@$(BIN)/python -m bench

scale: $(VENV)/.dev ## Print what pages take among 1,000,000 accounts (SCALE_ACCOUNTS) and among 1,000, on PostgreSQL
	@$(BIN)/python -m bench.scale

code: $(VENV)/.run ## WHO=user-id-or-mail: print the code that was last sent (not in production)
	@test -n "$(WHO)" || { echo "Say for whom: make code WHO=pat.press"; exit 2; }
	@$(BIN)/flask --app app accounts code "$(WHO)"

lock: $(VENV)/.dev ## Pin the dependencies again, with hashes and without addresses
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; choose one with make PYTHON=...")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	@echo "Installing what the shop needs ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

clean: ## Remove the virtual environment and caches (never instance/)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache node_modules
