# make help tells what each target does. PYTHON=/path/to/python chooses the Python that .venv is made of.
SHELL := /bin/sh
BIN := .venv/bin
LOCK := locks/dev.txt
STAMP := .venv/installed
WORKERS ?= 2
UV ?= uv
# Kernels are compiled once, before test workers start, or each worker would compile them.
WARM := $(BIN)/python -c 'from sim.kernels.compile import warm; warm()'

.DEFAULT_GOAL := help
.PHONY: help setup demo test fast lint bench notebooks docs lock wheel

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP)  ## install parksim and what it needs into .venv, from the lock

# Made once; again when the lock or pyproject.toml changes.
$(STAMP): $(LOCK) pyproject.toml tools/find_python.sh
	@python=$$(tools/find_python.sh) || exit 1; \
	if [ "$$python" != "$$($(BIN)/python -c 'import sys; print(sys.executable)' 2>/dev/null)" ]; then \
	    echo "Making .venv with $$python"; "$$python" -m venv --clear .venv; \
	elif ! $(BIN)/python -m pip --version >/dev/null 2>&1; then $(BIN)/python -m ensurepip >/dev/null; fi
	@echo "Installing from $(LOCK)"
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -qq --require-hashes -r $(LOCK)
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## Zhongguancun for ten years at 1:1, then why it grows, on a 1:10 sample: runs/demo, runs/demo-attribution
	$(BIN)/parksim run experiments/zhongguancun.toml --out runs/demo --force
	$(BIN)/parksim attribute experiments/zhongguancun.toml --sample 0.1 --reps 8 --scope focal --jobs $(WORKERS) \
	    --out runs/demo-attribution --force

test: setup  ## every test
	@$(WARM)
	$(BIN)/python -m pytest -n $(WORKERS)

fast: setup  ## the tests that take seconds
	@$(WARM)
	$(BIN)/python -m pytest -n $(WORKERS) -m 'not slow'

lint: setup  ## ruff, and mypy --strict on sim/
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: setup  ## time the model and each of its phases
	@for script in benchmarks/*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

notebooks: setup  ## run every notebook from top to bottom; they are stored without outputs
	$(BIN)/jupyter-execute notebooks/*.ipynb

docs: setup  ## write the generated tables of docs/ anew
	@for script in docs/tables/*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

lock: setup  ## resolve the locks anew (needs uv): run first, the others agree with it
	@for name in run dev dashboard distributed; do \
	    case $$name in run) more= ;; dev) more='-c locks/run.txt --extra dev' ;; *) more="-c locks/dev.txt --extra $$name" ;; esac; \
	    $(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.12 \
	        --python $(BIN)/python --group build $$more pyproject.toml -o locks/$$name.txt || exit 1; \
	done

wheel: setup  ## build dist/*.whl
	$(BIN)/python -m build -q --no-isolation --wheel
