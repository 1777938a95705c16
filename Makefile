PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# What is compiled stays so: each process that a test starts would else compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Make .venv ready: everything that running, testing and checking need

$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "cadence needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: setup ## Live through a week in the window of an invented company; ONCE=1 plays it and ends
	$(BIN)/cadence demo $(if $(ONCE),--once --port 0) $(ARGS)

test: setup ## Run every test, on SQLite and on PostgreSQL, and in a real Chromium
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/pytest $(ARGS)

check: setup ## Lint, format, types, and the architecture of design.md
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -q -n 0 -p no:randomly tests/test_architecture.py

format: setup ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pictures: setup ## Draw docs/pictures anew, from the demo's window
	CADENCE_PICTURES=docs/pictures $(BIN)/pytest -q -n 0 tests/browser/test_pictures.py $(ARGS)

gallery: setup ## Write docs/gallery.md anew: all messages and modals in words, and the pictures that changed; ALL=1
	CADENCE_GALLERY=1 $(BIN)/pytest -q -n 0 tests/gallery/test_drawing.py $(ARGS)

homes: setup ## Hold behind every door that all Homes are drawn anew, not one of them as `make test` does
	CADENCE_EVERY_HOME=1 $(BIN)/pytest -q -k 'not postgresql' tests $(ARGS)

sentences: setup ## Write docs/sentences.md anew: all that is said outside of messages and modals
	$(BIN)/python -m tests.gallery.sentences

bench: setup ## Measure speed beside bare Bolt, start, memory; some ten minutes
	$(BIN)/python -m bench $(ARGS)

chaos: setup ## Faults and SIGKILL: is anything lost or doubled? MINUTES=10 SEED=1 DATABASE=sqlite
	$(BIN)/python -m bench.chaos --database $(or $(DATABASE),both) $(if $(MINUTES),--minutes $(MINUTES)) \
		$(if $(SEED),--seed $(SEED)) $(ARGS)

claims: setup ## Write docs/sandbox.md: what the sandbox claims to do as Slack does, from its tests
	$(BIN)/python -m tests.sandbox.claims

export-page: setup ## Write docs/export.md: what `cadence export everything` holds, from the tables
	$(BIN)/python -m tests.keeping.page

harness: setup ## Test what measures and attacks: the benches run, chaos finds a broken delivery out
	$(BIN)/pytest -n 2 bench/tests $(ARGS)

audit: setup ## Ask for known weaknesses in what cadence stands on; needs the network, so CI does not
	@# Without --strict it says that all is well where it could ask about nothing.
	$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes -r requirements.txt $(ARGS)

migration: setup ## Write a migration from the models: make migration MESSAGE="add questions"
	$(BIN)/alembic revision --autogenerate -m "$(MESSAGE)"

lock: setup ## Choose the newest versions that fit and lock them with hashes
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --extra dev --extra otel --extra sentry -c requirements.txt pyproject.toml -o requirements-dev.txt

build: setup ## Build the wheel
	$(BIN)/python -m hatchling build -t wheel

clean: ## Remove everything that was made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help setup demo test check format pictures gallery homes sentences bench chaos harness claims export-page audit migration lock build clean
