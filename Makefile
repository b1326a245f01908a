# The four commands that everything else is built on. `make run` needs only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint bench strings
.DELETE_ON_ERROR:

run: $(VENV)/.run-ready
	@$(BIN)/kb serve

test: $(VENV)/.dev-ready
	@$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(VENV)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --check --lint --quiet templates

bench: $(VENV)/.run-ready
	@$(BIN)/kb bench search
	@$(BIN)/kb bench web

# Brings kb/translations/sv.po up to the words that code and templates use now.
strings: $(VENV)/.dev-ready
	@$(BIN)/python -m tests.strings

$(VENV)/.run-ready: requirements.lock setup.cfg
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev-ready: $(VENV)/.run-ready tests/requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@
