# Thresher: `make help` lists what can be made.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
INPUT  ?= fixtures/captures
OUT    ?= out
DATA   ?= ../shared/bench
BENCH  ?= --out docs/benchmarks/bench.md --date $(shell date +%F)
STAGES ?= --out docs/benchmarks/speed.md --date $(shell date +%F)
RIVALS := .venv-rivals
RUNS   ?= 20000
SEED   ?= 1
PACE   ?= --out docs/benchmarks/html.md --date $(shell date +%F)
FACTS  ?= --out docs/benchmarks/metadata.md --date $(shell date +%F)

.DEFAULT_GOAL := help
.PHONY: help setup articles test check docs site serve eval train bench figures fuzz spark captures clean

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/ready ## make .venv and install Thresher with all that developing needs

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

articles: setup ## clean INPUT (default: our own captures) into OUT and print the books
	$(BIN)/thresher clean $(INPUT) --out $(OUT)

test: setup ## run all tests
	$(BIN)/python -m pytest --numprocesses auto

check: setup ## lint, format, types and rules
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/thresher rules check

docs: setup ## write again what is generated: the schema, the tables in README.md
	$(BIN)/python -m thresher.report.documents

site: setup ## build the documentation as a site in build/site; its pages open from the disk, the search needs a server
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

serve: setup ## show the documentation on this machine alone, at http://127.0.0.1:8000
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve --dev-addr 127.0.0.1:8000

spark: setup ## compare the engines on a Spark of two machines (installs PySpark, 450 MB; needs Java 17)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,spark]'
	$(BIN)/python -m pytest tests/contracts

captures: setup ## write fixtures/captures again from its sources
	$(BIN)/python fixtures/make_captures.py

eval: setup ## score all sets of DATA (SETS=a,b for some), beside the pinned floors
	$(BIN)/thresher lab eval $(DATA) $(if $(SETS),--sets $(SETS)) $(EVAL)

train: setup ## fit the models of text captures and of markup again from DATA (installs PyTorch)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,train]'
	$(BIN)/thresher lab train text $(DATA)
	$(BIN)/thresher lab train html $(DATA)

bench: setup ## the product and its rivals side by side on DATA/speed.warc.gz: pages/s, memory, pages lost, F1, a plot
	-$(PYTHON) -m venv $(RIVALS) && $(RIVALS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement pipeline/thresher/lab/bench/datatrove.txt
	$(BIN)/thresher lab bench $(DATA) --datatrove $(RIVALS)/bin/python $(BENCH)

figures: setup ## time of the product by stage, of extraction alone, and metadata right and wrong, on DATA
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt readability-lxml lingua-language-detector
	$(BIN)/thresher lab speed $(DATA)/speed.warc.gz $(STAGES)
	$(BIN)/thresher lab pace $(DATA)/speed.warc.gz $(PACE)
	$(BIN)/thresher lab metadata $(DATA) $(FACTS)

fuzz: setup ## RUNS mutations (default 20000) of our fixtures through all that takes bytes from outside; SEED=N for others
	$(BIN)/thresher lab fuzz fixtures --runs $(RUNS) --seed $(SEED)

clean: ## delete what `make` made, the environment included
	rm -rf $(VENV) $(RIVALS) out .mypy_cache .pytest_cache .ruff_cache .hypothesis
