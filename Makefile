# Two commands do all the set-up: `make demo` and `make test`. Everything they install goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test check quality bench clean

help:
	@echo "make demo    install and take a real image apart"
	@echo "make test    install and run the tests"
	@echo "make check   lint, types, architecture"
	@echo "make quality print precision and recall of matching (needs the data in ../shared)"
	@echo "make bench   measure against syft, trivy and the floor (builds images, needs root and Debian; see bench/README.md)"
	@echo "make clean   remove what the others made"

$(VENV)/.core: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Mooring needs Python 3.11 or later; this is %d.%d. Try: make PYTHON=python3.12 ..." % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/.core
	@$(BIN)/python scripts/demo.py

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto $(TESTS)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py

quality: $(VENV)/.dev
	$(BIN)/python tests/quality/match/labelled.py

bench: $(VENV)/.dev
	@status=0; for part in bench/run.py bench/match/run.py bench/policy/run.py; do $(BIN)/python $$part || status=1; done; exit $$status

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
