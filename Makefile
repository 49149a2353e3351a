# Everything that people, CI and the documentation call. `make help` lists it.
# Works in a fresh clone on a machine with git, make and Python 3.11 or newer.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell .ci/find-python)
# One process per core runs the tests; the browser tests need the memory of both.
JOBS ?= 2
LOCKS := run test lint dist fuzz
STAMPS := $(LOCKS:%=$(VENV)/.installed-%)

.PHONY: help demo test lint docs bench fuzz crash builders screenshots example lock clean system audit dist node

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed-run  ## Make a small project here and release it
	@$(BIN)/releasebot demo

test: $(VENV)/.installed-test system node  ## Run every test
	$(BIN)/python -m pytest --numprocesses $(JOBS) --cov --cov-report=term $(PYTEST_ARGS)

lint: $(VENV)/.installed-lint  ## Check style, types, imports, dependencies, spelling, licences
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .
	$(BIN)/codespell
	$(BIN)/python -m distribution.audit requirements/run.txt --unreached=report

docs: $(VENV)/.installed-run  ## Write the generated pages and build the documentation
	$(BIN)/python -m releasebot.config.reference docs/reference/configuration.md
	$(BIN)/python -m releasebot.config.reference docs/reference/configuration.ko.md ko
	$(BIN)/python -m releasebot.config.json_schema docs/reference/releasebot.schema.json
	$(BIN)/python -m releasebot.cli.reference docs/reference
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir build/docs

# In an environment of its own: what the linters and tests bring along is not what a user starts.
bench:  ## Measure; fails where a limit of the documentation is broken
	$(MAKE) VENV=build/bench/venv build/bench/venv/.installed-run
	build/bench/venv/bin/python -m compileall -q releasebot
	build/bench/venv/bin/python -m benchmarks.startup
	build/bench/venv/bin/python -m benchmarks.telemetry
	build/bench/venv/bin/python -m benchmarks.tag
	build/bench/venv/bin/python -m benchmarks.lock_file
	build/bench/venv/bin/python -m benchmarks.all_places
	build/bench/venv/bin/python -m benchmarks.notes
	build/bench/venv/bin/python -m benchmarks.changelog
	build/bench/venv/bin/python -m benchmarks.spec
	build/bench/venv/bin/python -m benchmarks.confluence
	build/bench/venv/bin/python -m benchmarks.api_diff
	build/bench/venv/bin/python -m benchmarks.site
	build/bench/venv/bin/python -m benchmarks.release_pages
	build/bench/venv/bin/python -m benchmarks.readable
	build/bench/venv/bin/python -m benchmarks.images
	build/bench/venv/bin/python -m benchmarks.check
	build/bench/venv/bin/python -m benchmarks.action
	build/bench/venv/bin/python -m benchmarks.first_plan
	build/bench/venv/bin/python -m benchmarks.gates_reports

# Unlike in `lint`, advisories that cannot be reached are a failure here: a release waits for them.
audit: $(VENV)/.installed-lint  ## Check the licences and the known vulnerabilities of what is shipped
	$(BIN)/python -m distribution.audit requirements/run.txt

# Equal commits give equal bytes: no time, no folder and no user gets into what is made.
dist:  ## Build the wheel, the source, releasebot.pyz, the bill of materials and the checksums
	$(MAKE) VENV=build/run/venv build/run/venv/.installed-run
	$(MAKE) VENV=build/dist/venv build/dist/venv/.installed-dist
	rm -rf dist
	build/dist/venv/bin/python -m hatchling build --directory dist
	build/dist/venv/bin/python -m distribution.pyz dist/*.whl dist/releasebot.pyz
	build/dist/venv/bin/python -m distribution.bill build/run/venv dist/releasebot.cdx.json
	cd dist && sha256sum -- *.whl *.tar.gz *.pyz *.json > SHA256SUMS && cat SHA256SUMS

fuzz:  ## Look for a minute for bytes that no version can be read from
	$(MAKE) VENV=build/fuzz/venv build/fuzz/venv/.installed-fuzz
	build/fuzz/venv/bin/python -m benchmarks.fuzz_versions -max_total_time=60

crash: $(VENV)/.installed-test  ## Kill releases in every step and write what came of it
	$(BIN)/python -m tests.crash.table

builders:  ## Install other builders of sites, for their tests
	$(PYTHON) -m venv build/builders
	build/builders/bin/python -m pip install --quiet --disable-pip-version-check zensical
	build/builders/bin/python -m pip install --quiet --disable-pip-version-check properdocs mkdocs-material

screenshots: $(VENV)/.installed-test  ## Make the pictures of the README from the demo's site
	$(BIN)/python examples/screenshots.py docs/images

example:  ## Export the example's spec again through npm
	examples/nestjs/export.sh

lock:  ## Resolve the dependencies anew and pin them with hashes
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet uv
	for group in lint test run dist fuzz; do \
	  UV_CUSTOM_COMPILE_COMMAND='make lock' build/lock/bin/uv pip compile --quiet --upgrade \
	    --universal --python-version 3.11 --generate-hashes --no-annotate --no-strip-extras \
	    $$([ $$group = run ] || echo "--group $${group/lint/dev}") \
	    $$([ $$group = lint ] || echo "--constraint requirements/lint.txt") \
	    pyproject.toml requirements/build.in --output-file requirements/$$group.txt; \
	done

clean:  ## Remove what was made here
	rm -rf $(VENV) build dist

system:
	@.ci/system-packages

node:
	@.ci/node-packages

# The lock decides: a stamp is as new as the lock that was installed last. The package itself is
# linked to this folder, so a changed source needs nothing.
$(STAMPS): $(VENV)/.installed-%: requirements/%.txt pyproject.toml
	@echo "installing requirements/$*.txt into $(VENV)"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes --requirement requirements/$*.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q releasebot
	@touch $@
