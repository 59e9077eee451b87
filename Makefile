# The two commands: `make demo` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
FEATURE ?= core
JOBS ?= 2

.PHONY: help
help: ## List what make can do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/bin/python:
	@$(PYTHON) -c 'import sys; assert (3, 11) <= sys.version_info < (3, 14), "Python 3.11, 3.12 or 3.13 is needed"'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt setup.cfg | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/test-installed: requirements-test.txt .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

.PHONY: install
install: .venv/installed ## Build .venv from the locked requirements

.PHONY: printing
printing: # Get what PDF files need (Pango, Chinese fonts), where apt and root allow
	@if ! $(BIN)/python -c "import weasyprint" >/dev/null 2>&1 || ! fc-list 2>/dev/null | grep -qi 'cjk'; then \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fontconfig >/dev/null; \
	  else echo "PDF files need Pango and a Chinese font: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk (macOS: brew install pango)"; fi; fi

.PHONY: demo
demo: install printing ## Build the demo market and serve it: the main job, no keys, no services
	@MARKET_DEMO=1 $(BIN)/market init
	@MARKET_DEMO=1 $(BIN)/market demo
	@MARKET_DEMO=1 $(BIN)/market serve --port $(PORT)

.PHONY: test
test: .venv/test-installed browser printing ## Run everything: rules of the house, both databases, browser
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

.PHONY: browser
browser: ## Get Chromium and Chinese fonts for the browser tests, where apt and root allow
	@if ! command -v chromium >/dev/null || ! fc-list 2>/dev/null | grep -qi 'cjk'; then \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium fonts-noto-cjk fontconfig >/dev/null; \
	  else echo "Browser tests need Chromium and a Chinese font: apt-get install chromium fonts-noto-cjk (macOS: brew install --cask chromium)"; fi; fi

.PHONY: check
check: .venv/test-installed ## The rules of the house alone: imports, sizes, types, style, languages
	$(BIN)/python -m pytest tests/test_architecture.py

.PHONY: lock
lock: .venv/test-installed ## Renew the locked requirements
	$(BIN)/uv pip compile setup.cfg --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade -q -o requirements.txt
	$(BIN)/uv pip compile setup.cfg --extra build --extra test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade -q -o requirements-test.txt

.PHONY: translate
SOURCES_core := market/core market/wiring market/cli
SOURCES_frame := templates/layout.html templates/macros templates/errors
translate: ## Bring one feature's catalogue up to date: make translate FEATURE=patents
	$(BIN)/pybabel -q extract -F market/translations/babel.cfg -k N_ -k _l -k lazy_gettext --no-location --omit-header -o /tmp/market-$(FEATURE).pot $(or $(SOURCES_$(FEATURE)),$(wildcard market/$(FEATURE) templates/$(FEATURE) templates/mail/$(FEATURE)))
	$(BIN)/python -m market.core.catalogues $(FEATURE) /tmp/market-$(FEATURE).pot

.PHONY: clean
clean: ## Remove the demo's data and index (not the environment)
	rm -rf var search_index/[!R]*
