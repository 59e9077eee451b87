# The two commands: `make demo` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
FEATURE ?= core

.PHONY: translate
translate: ## Bring one feature's catalogue up to date: make translate FEATURE=patents
	$(BIN)/pybabel -q extract -F market/translations/babel.cfg -k N_ -k _l -k lazy_gettext --no-location --omit-header --sort-output -o /tmp/$(FEATURE).pot market/$(FEATURE) $(wildcard templates/$(FEATURE)) $(if $(filter core,$(FEATURE)),market/wiring.py templates/layout.html templates/macros templates/errors)
	$(BIN)/python -m market.core.catalogues $(FEATURE) /tmp/$(FEATURE).pot
