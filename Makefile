# One word a chore. `make app` and `make test` need Python 3.11 or newer, make and the package index.
PYTHON ?= python3
RAW ?= ../shared/data/raw
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Three workers, a file of tests each; few heaps, as the server has, so that memory is given back; one
# thread each for linear algebra, whose threads wait for a busy core by spinning; and what is compiled
# is kept, whatever the environment says, or each worker compiles it anew.
PYTEST := PYTHONDONTWRITEBYTECODE= MALLOC_ARENA_MAX=2 ARROW_DEFAULT_MEMORY_POOL=system \
  OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest \
  -n 3 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help app check test test-all lint mutants bench bench-check gallery places data docs web pins sbom browser router

help: ## list the chores
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

app: $(VENV)/installed ## install and run the app on the bundled data
	@$(BIN)/coldspots serve

test: $(VENV)/installed-docs browser lint ## everything: lint, tests, a real browser
	@$(PYTEST)

test-all: $(VENV)/installed-test ## tests without a browser: each supported Python found here, and the lowest versions [TESTS=]
	@$(PIP) install uv
	@$(BIN)/python -m tests.versions $(TESTS)

mutants: $(VENV)/installed-test ## put small faults into the code, list those no test notices: [SAMPLE=400 SEED=1 ONLY=geo.reach]
	@$(PIP) install -r requirements-mutants.txt
	@! command -v npm > /dev/null || $(MAKE) --no-print-directory web/node_modules/.package-lock.json
	@$(BIN)/python -m tests.mutants --sample $(or $(SAMPLE),400) --seed $(or $(SEED),1) $(if $(ONLY),--only $(ONLY))

# A worker a core: these tests wait for nothing, and each worker imports and collects everything.
check: lint ## while you work: lint and the quick tests, without a browser
	@$(PYTEST) -n logical --maxprocesses 8 -q -m "not browser and not slow"

lint: $(VENV)/installed-test ## style, types, direction of imports, what the manual takes from the code
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m tests.docs --check
	@$(BIN)/lint-imports > $(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }

bench: $(VENV)/installed-test browser ## measures against named peers
	@$(PIP) install -r requirements-bench.txt
	@$(BIN)/python -m benchmarks

bench-check: $(VENV)/installed-test browser ## fail if a fast row lost a quarter of its lead on its peer
	@$(BIN)/python -m benchmarks --check

places: $(VENV)/installed-test ## read 200 random places and make their figures again from raw files: COLDSPOTS_RAW=F, PLACES=200, SEED=200
	@$(BIN)/python -m benchmarks.read_places $(or $(PLACES),200) --seed $(or $(SEED),200)

gallery: $(VENV)/installed-test browser ## draw 60 pictures and 23 pages to look at, with contact sheets: build/gallery/
	@$(BIN)/python -m tests.gallery build/gallery

data: $(VENV)/installed ## build the bundled data from RAW, then verify it
	@$(BIN)/coldspots build --raw "$(RAW)"
	@$(BIN)/coldspots check

docs: $(VENV)/installed-docs ## write what the manual takes from the code, and build it as a site: site/
	@$(BIN)/python -m tests.docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --clean

web: $(VENV)/installed-test web/node_modules/.package-lock.json ## build the map's scripts from web/src; needs node
	@$(BIN)/python -m layers.browser.constants
	@node web/build.mjs

web/node_modules/.package-lock.json: web/package-lock.json
	@npm ci --prefix web --no-audit --no-fund --ignore-scripts > /dev/null

router: $(VENV)/installed ## build and run a router for PBF, an extract of OpenStreetMap [ENGINE= MODE= PORT=]
	@$(BIN)/python -m routing "$(PBF)" $(if $(ENGINE),--engine "$(ENGINE)") $(if $(MODE),--mode "$(MODE)") \
	  $(if $(PORT),--port "$(PORT)")

pins: $(VENV)/installed-test ## resolve the files of requirements anew, that of servers with hashes
	@$(PIP) install uv
	@$(BIN)/python -m tests.pins

sbom: ## write what a server is made of, with hashes, as CycloneDX: build/sbom.json
	@$(PYTHON) -m venv build/sbom
	@build/sbom/bin/python -m pip --disable-pip-version-check --quiet install -r requirements-sbom.txt
	@build/sbom/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
	  --output-file build/sbom.json requirements-server.txt

browser:
	@tests/browsers.sh

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made requirements.txt pyproject.toml
	@echo "Installing (a few minutes the first time)"
	@$(PIP) install -r requirements.txt
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/installed-docs: $(VENV)/installed-test requirements-docs.txt
	@echo "Installing what builds the manual"
	@$(PIP) install -r requirements-docs.txt
	@touch $@

$(VENV)/installed-test: $(VENV)/installed requirements-test.txt
	@echo "Installing what the tests need"
	@$(PIP) install -r requirements-test.txt
	@touch $@
