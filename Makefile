PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RELNLP := $(BIN)/relnlp

.DEFAULT_GOAL := help
.PHONY: help demo install format lint types test test-all wheel-test corpora train encoder evaluate bench notebooks serve check clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'

# stamps: the environment is made again when what it should hold has changed
$(VENV)/.base: setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: $(VENV)/.base ## Install, then read and score the example sessions
	$(RELNLP) demo -o demo-out

install: $(VENV)/.dev ## Install relnlp with everything for development

format: $(VENV)/.dev ## Format the code
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

lint: $(VENV)/.dev ## Check style
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

types: $(VENV)/.dev ## Check types
	$(BIN)/python -m mypy

test: $(VENV)/.dev ## Install and run the tests
	$(BIN)/python -m pytest

test-all: $(VENV)/.dev ## Run the slow tests too (they train models)
	$(BIN)/python -m pytest -m ""

wheel-test: $(VENV)/.dev ## Build the wheel, install it elsewhere and use it
	$(BIN)/python tests/wheel_test.py

corpora: $(VENV)/.base ## Check the corpora and count what they hold
	$(RELNLP) corpora corpora

train: $(VENV)/.base ## Train the shipped model from corpora/, and from AnnoMI with ANNOMI=its.csv: same material, same bytes
	$(RELNLP) train corpora -o models/relnlp_en $(if $(ANNOMI),--annomi "$(ANNOMI)")

encoder: $(VENV)/.base ## Fine-tune the encoder again, then train (about an hour; goes on where it was stopped)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[encoder]'
	$(RELNLP) train corpora -o models/relnlp_en --fresh-encoder $(if $(ANNOMI),--annomi "$(ANNOMI)")

evaluate: $(VENV)/.base ## Measure the shipped model and write its card
	$(RELNLP) evaluate corpora --card models/relnlp_en/MODEL_CARD.md $(if $(ANNOMI),--annomi "$(ANNOMI)")

bench: $(VENV)/.base ## Measure speed, as ratios within one run
	$(BIN)/python tests/bench/bench_scoring.py

notebooks: $(VENV)/.dev ## Run the notebooks in place
	$(BIN)/python tests/run_notebooks.py notebooks

serve: $(VENV)/.base ## Show the labels of an example session in the browser (this machine only)
	$(BIN)/python -c "import relnlp; from spacy import displacy; \
	displacy.serve(relnlp.score(relnlp.read('relnlp/examples/first_visit.txt')).doc, style='span', host='127.0.0.1', auto_select_port=True)"

check: lint types test ## Everything that must be green before a commit

clean: ## Remove what was built
	rm -rf $(VENV) build dist demo-out *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
