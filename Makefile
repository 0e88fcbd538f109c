# Two commands matter: `make run` and `make test`. Everything else is for those who change the program.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test test-sqlite test-postgres trust check fix shape map bench new-service lock messages clean

run: $(VENV)/core.stamp ## the demo institute at http://localhost:8000
	KOSETSU_DEMO=1 $(BIN)/python manage.py start --prepare --port $(PORT)

test: $(VENV)/test.stamp test-sqlite test-postgres ## the whole suite, on both databases where there is a PostgreSQL

test-sqlite: $(VENV)/test.stamp
	$(BIN)/python manage.py compile_messages
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-postgres: $(VENV)/test.stamp
	@if [ -n "$$TEST_POSTGRES_URL" ]; then \
		DATABASE_URL="$$TEST_POSTGRES_URL" $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS); \
	else \
		echo "SKIPPED: the suite on PostgreSQL. Set TEST_POSTGRES_URL=postgres://user@host/name to run it."; \
	fi

TRUST := tests/architecture/test_matrix.py tests/architecture/test_call_sights.py tests/infrastructure \
	kosetsu/common/tests/test_idempotency.py kosetsu/common/tests/test_sqlite_gate.py kosetsu/foundation/governance \
	kosetsu/foundation/billing/tests/test_races.py kosetsu/foundation/bookings/tests/test_races.py \
	kosetsu/foundation/calls/tests/test_walks.py kosetsu/services/testing/tests/test_walks.py \
	kosetsu/across/matching/tests/test_panel_conflicts_by_chance.py tests/contract

trust: $(VENV)/test.stamp ## the promises of docs/trust.md, on both databases where there is a PostgreSQL
	$(MAKE) test ARGS="$(TRUST) $(ARGS)"

check: $(VENV)/test.stamp ## what must be true of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/pip check

fix: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

shape: ## how long files and functions are
	@$(PYTHON) tools/shape.py

map: $(VENV)/test.stamp ## draw docs/generated anew
	$(BIN)/python manage.py draw_map

bench: $(VENV)/test.stamp ## figures as ratios against a named reference (see bench/README.md)
	$(BIN)/python -m bench

new-service: $(VENV)/test.stamp ## make new-service NAME=stocks TITLE=在庫
	$(BIN)/python tools/new_service.py "$(NAME)" "$(TITLE)"

messages: $(VENV)/test.stamp ## collect new texts into the catalogues
	$(BIN)/python tools/messages.py

lock: $(VENV)/test.stamp ## pin every library again
	for name in core prod test sign openfisca; do \
		$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
			--no-emit-find-links --no-emit-trusted-host --no-emit-options -o requirements/$$name.txt requirements/$$name.in; \
	done

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed (found: $(PYTHON))."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "On Debian and Ubuntu, install the package python3.11-venv first."; exit 1; }

$(VENV)/core.stamp: requirements/core.txt | $(VENV)/bin/python
	$(BIN)/pip install -q --require-hashes -r requirements/core.txt
	@touch $@

$(VENV)/test.stamp: requirements/test.txt | $(VENV)/bin/python
	$(BIN)/pip install -q --require-hashes -r requirements/test.txt
	@touch $@ $(VENV)/core.stamp

clean:
	rm -rf data screenshots
