# The verbs of the project. Each is a small script in scripts/; `make` alone lists them.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help run test check fix bench fuzz lock clean

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build what is missing, load the published figures, serve on http://127.0.0.1:8000 (PORT=, DATABASE_URL=)
	@scripts/run

test: ## every test on SQLite and on PostgreSQL, in a real browser too
	@scripts/test

check: ## format, lint, templates, imports, types, migrations, deployment, catalogue; changes nothing
	@scripts/check

fix: ## format Python and templates, mend what the linter can, bring new texts into the English catalogue
	@scripts/fix

bench: ## print server times, page weights and requests per second, on both databases
	@scripts/bench

fuzz: ## the property tests again, with thousands of examples
	@scripts/fuzz

lock: ## pin every package, with hashes (UPGRADE=1 takes newer releases)
	@scripts/lock

clean: ## remove everything that was built; settings (.env) and data (db.sqlite3) stay
	@rm -rf .venv .cache staticfiles
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete
