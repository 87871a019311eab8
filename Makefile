# One command for each habit. README explains the first two; CONTRIBUTING the rest.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
# Where it is set, every process compiles the whole code anew.
export PYTHONDONTWRITEBYTECODE :=
# A worker that is done takes over what another has still before it.
PARALLEL := -n auto --dist worksteal
# What the version of PostgreSQL could decide: constraints, triggers, locks, searches, raw SQL, and the journeys.
ON_15 ?= models or queryset or races or search or journeys or history or worker or jobs or generation or facets or backup or restore or trends or statistics or seal or constraint or trigger or migrat or trail or retention or counting
SOURCES := manage.py deploy dss accounts catalog documents forums procurement tests

.PHONY: setup demo test test-postgres15 browser-test check check-proxy lint bench growth faults backup restore lock

setup: $(STAMP)

$(STAMP): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 以上が必要です。") if sys.version_info < (3, 11) else None'
	@echo "仮想環境 .venv を用意しています（初回は依存パッケージの取得に数分かかります）…"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: setup
	@DEBUG=on OPERATOR_MFA=off $(BIN)/python manage.py demo

test: setup
	$(BIN)/pytest $(PARALLEL)

test-postgres15: setup
	.ci/with-postgres15 $(BIN)/pytest $(PARALLEL) -m "not sweep" -k "$(ON_15)"

browser-test: setup
	$(BIN)/pytest -n 2 --dist worksteal tests/browser --override-ini addopts="-ra --strict-markers"

lint: setup
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	DEBUG=on $(BIN)/mypy $(filter-out deploy tests,$(SOURCES))
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports --no-logo
	DEBUG=on $(BIN)/python manage.py makemigrations --check --dry-run
	DEBUG=on $(BIN)/python manage.py lint_migrations
	.ci/check-deploy

check: lint test

# The proxy configuration of deploy/ in front of the application, files sent by nginx (as root: it makes a network of its own).
check-proxy: setup
	deploy/check

# SIZES="1000 20000 100000" measures other sizes of the catalogue (100,000 listings take about ten minutes to load).
bench: setup
	DEBUG=on $(BIN)/python manage.py bench $(if $(SIZES),--services $(SIZES))

# A replica, a PgBouncer and several processes by settings alone, and what breaks around the product: each on a site of
# its own that is thrown away (Debian's postgresql-15 and pgbouncer).
growth faults: setup
	@$(BIN)/python -m dss.drills $@

# Database and stored files into the new folder TO, and back from the folder FROM (docs/storage.md).
backup: setup
	$(BIN)/python manage.py backup "$(TO)"

restore: setup
	$(BIN)/python manage.py restore "$(FROM)" $(if $(REPLACE),--replace)

# Renew both lock files after a change of the dependencies in pyproject.toml (needs uv).
lock:
	uv pip compile --python-version 3.11 --generate-hashes --no-header \
	    --extra dev pyproject.toml -o requirements-dev.lock
	uv pip compile --python-version 3.11 --generate-hashes --no-header \
	    -c requirements-dev.lock pyproject.toml -o requirements.lock
