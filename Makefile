# Thaksa: `make run` serves it, `make test` proves it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test check lint i18n migrate demo shots bench bench-scale soak release postgres
bin := .venv/bin
flask := $(bin)/flask --app wsgi
workers ?= 2
sizes ?= 10000,100000
database ?= sqlite

help: ## what there is
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Debian, Python and npm packages, bundle, translations
	@scripts/set_up.sh

run: setup ## set up, migrate, load the demonstration once, serve
	@$(flask) thaksa start --demo

test: setup postgres ## set up, run every test on both databases, and the journeys
	@$(bin)/python -m pytest -n $(workers) -m "not soak and not browser"
	@THAKSA_TEST_DATABASE=postgresql $(bin)/python -m pytest -n $(workers) -m "not soak and not browser"
	@$(bin)/python -m pytest -n $(workers) --dist loadfile -m "browser and not soak"
	@scripts/node.sh node --test lms/frontend/tests/ >/dev/null && echo "front-end unit tests passed"

check: lint i18n migrate-check ## every check but the tests

lint: setup ## ruff, mypy, import rules, templates, unused code and dependencies
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/mypy
	@$(bin)/lint-imports --config pyproject.toml --no-cache
	@$(bin)/djlint --lint lms courses certificates --quiet
	@$(bin)/deptry . --no-ansi
	@$(bin)/vulture

i18n: setup ## extract, check that both languages are complete, compile
	@$(bin)/python -m lms.i18n.check

migrate: setup ## apply migrations
	@$(flask) db upgrade

migrate-check: setup
	@THAKSA_DATA_DIR=$$(mktemp -d) bash -c '$(flask) db upgrade >/dev/null 2>&1 && $(flask) db check 2>/dev/null | tail -n 1'

demo: setup ## reset to demonstration data
	@$(flask) demo reset

shots: setup ## screenshots of every screen into shots/
	@$(bin)/python -m tests.shots

bench: setup ## the benchmarks, as ratios in one run
	@$(bin)/python -m tests.bench

bench-scale: setup ## the numbers as they grow: sizes=10000,100000 database=sqlite,postgresql browser=1
	@$(bin)/python -m tests.bench_scale --sizes $(sizes) --database $(database) $(if $(browser),--browser)

soak: setup postgres ## the big figures and the full accessibility matrix
	@$(bin)/python -m pytest -n $(workers) -m "soak"
	@$(bin)/python -m pytest -n $(workers) -m "hypothesis and not soak" --hypothesis-profile new

postgres:
	@scripts/postgres.sh start

release: check ## tag the version that pyproject.toml names
	@version=$$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml); grep -q "^## $$version" CHANGELOG.md && git tag -a "v$$version" -m "Thaksa $$version"
	@$(bin)/python -m pip wheel --quiet --no-deps --wheel-dir dist .
