# Asar. `make help` lists what can be done.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

DATA   ?= demo
LISTEN ?= 127.0.0.1:8080
GOTOOL := go tool -modfile=tools/go.mod
ASSETS := internal/web/assets
GO_TEST_FLAGS ?=
# SQLite's translated C and the arithmetic of GOST are not what the race detector looks for; watched too, they take half of its time.
PLAIN_C := -gcflags='modernc.org/sqlite/lib=-race=false -d=checkptr=0' -gcflags='modernc.org/libc=-race=false -d=checkptr=0' -gcflags='asar/internal/eds/gost=-race=false -d=checkptr=0'

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: run
run: build ## Build everything, make the demo town (kept in $(DATA)/) and serve it
	bin/asar demo --data $(DATA) --listen $(LISTEN) --simulators bin

.PHONY: reset
reset: ## Forget the demo town
	rm -rf $(DATA)

.PHONY: build
build: assets ## Build bin/asar and the simulators
	go build -o bin/ ./cmd/...

.PHONY: release
release: assets ## Build bin/release/asar without the demo town
	mkdir -p bin/release
	CGO_ENABLED=0 go build -trimpath -tags release -ldflags '-s -w' -o bin/release/asar ./cmd/asar

.PHONY: assets
assets: ## Build styles, scripts and fonts from the locked packages
	cd tools && go run ./assets ../$(ASSETS)

.PHONY: generate
generate: ## Write the Go code of the page templates again
	$(GOTOOL) templ generate -path internal

.PHONY: deps
deps: ## Install PostgreSQL, Chromium, poppler and openssl from Debian's packages, where missing
	@tools/deps.sh

.PHONY: test
test: deps assets ## Run everything: linters, both databases, race, browser
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory script-test
	go run ./internal/testing/withpg go test -race $(PLAIN_C) -shuffle=on -timeout 20m $(GO_TEST_FLAGS) ./...
	go test ./internal/calendar -run TestASlowWalkAgrees -cases 1000000
	@$(MAKE) --no-print-directory components

.PHONY: components
components: ## Fail when a component of a page is drawn by no test
	go test -coverpkg=./internal/web/... -coverprofile=cover.out -skip 'TestAxe|TestReflow|TestLook' ./internal/web/...
	@go run ./internal/testing/components cover.out

.PHONY: script-test
script-test: ## Test the scripts of the pages in Node, and their bundler
	cd $(ASSETS) && npm test
	cd tools && go test ./...

.PHONY: quick
quick: assets ## Under a minute: no browser, no PostgreSQL, short rounds
	go vet ./...
	go test -short -shuffle=on ./...

.PHONY: lint
lint: ## Run the linters
	$(GOTOOL) golangci-lint run ./...

.PHONY: pictures
pictures: assets ## Take the pictures of docs/pictures again
	ASAR_PICTURES=$(CURDIR)/docs/pictures go test ./internal/testing/browser -run 'TestPictures|TestASignatureWaits' -count=1

.PHONY: golden
golden: ## Write the golden files again, for review
	go test ./internal/lang ./internal/testing/arrows ./internal/testing/matrix -run Golden -update

.PHONY: fuzz
fuzz: ## Fuzz every parser for a while (FUZZTIME=60s each)
	@tools/fuzz.sh $${FUZZTIME:-60s}

.PHONY: bench
bench: assets ## Measure against the same SQL by hand; writes docs/benchmarks.md
	go run ./internal/testing/withpg go run ./internal/testing/bench $(BENCH)
