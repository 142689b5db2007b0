# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

# Every process that a test starts would else translate each module anew, where somebody forbids Python to keep them.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-long lint kernels format schema pictures tendencies validate benchmark requirements clean

# The demo needs what Tertius runs on, and none of the tools of those who change it.
demo: .venv/run
	$(BIN)/tertius run korea-2019 --draws 128 --no-moves -o build/demo --force
	@echo "To build and change a case in the browser:  $(BIN)/tertius open korea-2019"

# Types are checked on one core while the other compiles.
test: .venv/ready
	$(MAKE) -j 2 lint kernels
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not long"

test-long: .venv/ready
	$(BIN)/python -m pytest -q -m "long or hypothesis" --hypothesis-profile whole

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

kernels: .venv/ready
	$(BIN)/python -m tests.compiling

# The schema is data, once: the JSON Schema and the reference table are written from the model.
schema: .venv/ready
	$(BIN)/python -m tertius.case.files.schema docs

# The pictures of the README are drawn by the package itself, those of the workbench taken in a browser.
pictures: .venv/ready
	$(BIN)/python docs/pictures/draw.py
	$(BIN)/python docs/pictures/workbench.py

# A long study; its table stands in the page of the model.
tendencies: .venv/ready
	$(BIN)/python validation/tendencies.py 1000 docs/models/renegotiate.md

# Rules and the pool against decisions on record; the tables stand in docs/validation.md and docs/models/pool.md.
DATA ?= $(if $(TERTIUS_DATA),$(TERTIUS_DATA),../shared/data)
validate: .venv/ready
	$(BIN)/tertius validate deu --data $(DATA)
	$(BIN)/python validation/deu.py $(DATA)

benchmark: .venv/ready
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/settle.py
	$(BIN)/python benchmarks/forecast.py
	$(BIN)/python benchmarks/scaling.py
	$(BIN)/python benchmarks/deep.py
	$(BIN)/python benchmarks/decide.py
	$(BIN)/python benchmarks/leverage.py
	$(BIN)/python benchmarks/claims.py
	$(BIN)/python benchmarks/moves.py
	$(BIN)/python benchmarks/peers.py
	$(BIN)/python benchmarks/workbench.py
	$(BIN)/python benchmarks/cluster.py

# What we install is pinned with hashes and names no registry.
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-emit-find-links
requirements:
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

# The pip of the Python outside installs into .venv where it can (since 22.3): to unpack another one takes longer than
# to start. Every package is pinned with its hash, so there is nothing to resolve.
INSTALL := if $(BIN)/python -c "import pip" 2> /dev/null; then pip="$(BIN)/python -m pip"; \
	else pip="$(PYTHON) -m pip --python $(BIN)/python"; fi; \
	$$pip install --disable-pip-version-check --no-compile --no-deps
OUTSIDE := $(PYTHON) -m pip --python "$$(command -v $(PYTHON))" --version > /dev/null 2>&1

# The package as it lies here, and its command: what installing it in place does, without the tools that build packages.
LINK := $(BIN)/python -c 'import pathlib, sysconfig; \
	pathlib.Path(sysconfig.get_path("purelib"), "tertius-here.pth").write_text(str(pathlib.Path("src").resolve()))' && \
	printf '%s\n' '\#!/bin/sh' 'exec "$$(dirname "$$0")/python" -m tertius "$$@"' > $(BIN)/tertius && chmod +x $(BIN)/tertius

.venv/run: requirements.txt
	@echo "Installing what Tertius runs on into .venv; this happens once."
	if $(OUTSIDE); then $(PYTHON) -m venv --without-pip .venv; else $(PYTHON) -m venv .venv; fi
	$(INSTALL) --require-hashes -r requirements.txt
	$(LINK)
	touch $@

.venv/ready: .venv/run requirements-dev.txt pyproject.toml
	@echo "Installing the tools for tests; this happens once."
	$(INSTALL) --quiet --require-hashes -r requirements-dev.txt
	$(INSTALL) --quiet --no-build-isolation -e .
	touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
