# Depter: every command a developer or a curious visitor needs. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile -q --upgrade --generate-hashes --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links --only-binary :all:

.PHONY: help setup run test check bench drill map messages requirements

help: ## list these commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

setup: ## everything a developer needs, into .venv (safe to repeat)
	@python3 tools/setup.py test

run: ## start Depter and print the address to open in a browser
	@python3 tools/setup.py run
	@exec $(BIN)/depter serve

test: setup ## everything a change must pass, browser journeys included
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n 2 --dist loadgroup --cov --cov-report=term tests

check: setup ## the inner loop, under a minute: no browser, nothing slow
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -q -n 2 -m "not journey and not slow" tests

bench: ## measure, and print the table beside plain SQLite's own figures
	@python3 tools/setup.py run
	$(BIN)/python -m bench
	$(BIN)/python -m bench.office

drill: setup ## play a raid and a return from paper; the timing is printed
	$(BIN)/python -m tests.drill

map: ## write docs/map.md and docs/roles.md anew from the files
	@python3 tools/map.py --write
	@$(BIN)/python -m tools.roles

messages: setup ## gather the strings to translate and compile the catalogues
	$(BIN)/python tools/messages.py

requirements: setup ## look for newer packages and pin them with their hashes
	@test -x $(BIN)/uv || { echo "This needs uv: put it into .venv first."; exit 1; }
	$(COMPILE) requirements-build.in -o requirements-build.txt
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
