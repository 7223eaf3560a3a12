# Two commands to begin with: `make demo` to see it, `make test` to trust it. All need only Python 3.11 or newer.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo up test test-quick check browser pictures dev lock clean

# Compiled modules are wanted: without them every process takes seconds more to start.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PYTHON := $(or $(PYTHON),$(error Python 3.11 or newer is needed))
IFD := .venv/bin/ifd
REQUESTS ?= 300
WORKERS ?= 2

help:
	@echo "make demo        see it work, with a made-up area (PORT=8000 REQUESTS=300)"
	@echo "make setup       prepare everything; the command is then $(IFD)"
	@echo "make up          run it on your own data"
	@echo "make test        set up everything, check the code and run every test"
	@echo "make test-quick  the tests that need neither browser nor PostgreSQL"
	@echo "make check       the code's own rules: lint and who may import whom"
	@echo "make pictures    take the pictures of the guides again"
	@echo "make lock        pin the newest allowed versions, with hashes"
	@echo "make clean       take away all that was made, except your data in var/"

setup:
	@$(PYTHON) requirements/install_python.py prod
	@$(PYTHON) assets/install_assets.py

dev:
	@$(PYTHON) requirements/install_python.py dev
	@$(PYTHON) assets/install_assets.py

# The demo has a database of its own, so that it can never meet yours.
demo: export ENVIRONMENT = demo
demo: export LOG_LEVEL ?= WARNING
# Whoever looks on has no month: here the second opinion may be shown after three decisions beside it.
demo: export MODEL_SHADOW_DAYS ?= 0
demo: export MODEL_SHADOW_DECISIONS ?= 3
demo: export DATABASE_URL ?= sqlite:///$(CURDIR)/var/demo.sqlite3
demo: setup
	@mkdir -p -m 700 var
	@$(IFD) migrate
	@$(IFD) demo --requests $(REQUESTS) --if-empty
	@exec $(IFD) up

up: setup
	@exec $(IFD) up

browser: dev
	@.venv/bin/python tests/install_browser.py

check: dev
	@.venv/bin/ruff check
	@.venv/bin/lint-imports --no-cache

test: export OMP_NUM_THREADS = 1
test: dev browser check
	@.venv/bin/python -m pytest -n $(WORKERS) --dist loadgroup

test-quick: export OMP_NUM_THREADS = 1
test-quick: dev
	@.venv/bin/python -m pytest -m "not slow" -k "not postgresql" --ignore=tests/browser

pictures: dev browser
	@IFD_PICTURES=1 .venv/bin/python -m pytest tests/browser/pictures

# Only names, versions and hashes go into a lock: never the address of a registry.
UV_COMPILE := .tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links
lock: dev
	$(UV_COMPILE) pyproject.toml --extra build --extra proof --extra model --upgrade -o requirements/prod.lock
	$(UV_COMPILE) pyproject.toml --extra build --extra proof --extra model --extra dev --upgrade -o requirements/dev.lock
	$(UV_COMPILE) requirements/node.in --upgrade -o requirements/node.lock
	$(UV_COMPILE) requirements/uv.in --upgrade -o requirements/uv.lock
	@$(PYTHON) requirements/install_python.py dev
	@.venv/bin/python requirements/write_notice.py

clean:
	rm -rf .venv .tools node_modules ifd/web/static/built tests/browser_package/node_modules .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
