# Every target sets up what it needs: a Python of 3.11 or newer and make are enough to begin.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
SERVE ?= 1
PYTEST_ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test run lint format bench messages lock clean

help: ## List what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.run ## Set everything up, import the samples, make an editor's account and serve
	@echo "==> Preparing the database and the static files"
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py collectstatic --noinput --verbosity 0
	@echo "==> Importing the sample documents: feeds, feed dumps and posts are published, the rest waits for an editor"
	@$(PY) manage.py load_categories fixtures/categories.json
	@$(PY) manage.py import_articles fixtures/documents/feed_dumps fixtures/documents/markdown \
		fixtures/documents/posts fixtures/documents/feeds \
		--pictures fixtures/pictures --publish > /dev/null
	@echo "    (the documents in broken/ are made to be refused)"
	@cd fixtures/documents && ../../$(PY) ../../manage.py import_articles \
		page_text paged_text compilations encodings html_page wxr ghost json_feed ninjs archives broken \
		--pictures ../pictures > /dev/null
	@echo "==> Making an account"
	@$(PY) manage.py make_editor editor
	@echo "==> Pages http://127.0.0.1:$(PORT)/   API http://127.0.0.1:$(PORT)/api/v1/docs/   Admin http://127.0.0.1:$(PORT)/admin/"
ifeq ($(SERVE),1)
	@echo "==> Serving; stop with Ctrl-C"
	@$(VENV)/bin/gunicorn newsroom.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning
endif

run: $(VENV)/.run ## Serve for development, with DEBUG on
	NEWSROOM_DEBUG=1 $(PY) manage.py migrate --verbosity 0
	NEWSROOM_DEBUG=1 $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/.dev ## Run the tests (PYTEST_ARGS="-k word" for some; DATABASE_URL for PostgreSQL)
	@echo "==> Running the tests"
	@# Warnings as in development, but not its checks of memory, which take an eighth of the time.
	@PYTHONDEVMODE=1 PYTHONMALLOC=default $(PY) -m pytest -n auto --dist worksteal $(PYTEST_ARGS)

lint: $(VENV)/.dev ## Check format, style, templates, import contracts, types and that the lock is whole
	$(PY) -m pip check
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	git ls-files -z 'templates/*.html' | xargs -0 -r $(VENV)/bin/djade --target-version 5.2 --check
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

format: $(VENV)/.dev ## Format code and templates
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix-only .
	git ls-files -z 'templates/*.html' | xargs -0 -r $(VENV)/bin/djade --target-version 5.2

bench: $(VENV)/.dev ## Measure import and lists against floors in the same run
	@$(PY) -m tests.bench

messages: $(VENV)/.dev ## Collect and compile the translations (needs GNU gettext)
	$(PY) manage.py makemessages --locale zh_Hans --extension html,py \
		--ignore tests --ignore fixtures --ignore var --no-obsolete --add-location file
	$(PY) manage.py compilemessages --locale zh_Hans --ignore .venv

lock: ## Write the hashed requirements anew from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements/base.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt
	for extra in brotli opencc pages postgres redis s3; do uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra $$extra -c requirements/base.txt pyproject.toml -o requirements/$$extra.txt; done

clean: ## Remove the virtual environment and everything kept in var/
	rm -rf $(VENV) var

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Newsroom needs Python 3.11 or newer; '$(PYTHON)' is" `$(PYTHON) --version 2>&1 || echo missing`. "Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks venv or pip; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "==> Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# The lock names every package, so pip has nothing to resolve (--no-deps): older ones ask for a package with
# an extra (pytest-cov for "coverage[toml]") in its newest release, which the lock's hashes then refuse.
$(VENV)/.run: requirements/base.txt requirements/pages.txt | $(VENV)/.python
	@echo "==> Installing the locked packages for running"
	@$(PY) -m pip install --quiet --no-deps --require-hashes --requirement requirements/base.txt --requirement requirements/pages.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.python
	@echo "==> Installing the locked packages for developing"
	@$(PY) -m pip install --quiet --no-deps --require-hashes --requirement requirements/dev.txt
	@touch $@ $(VENV)/.run
