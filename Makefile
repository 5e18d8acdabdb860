# make run: install what is needed and open the dashboard.
# make test: install what is needed, a browser included, and run every check and test.
# make bench: measure, and write the table into docs/benchmarks.md.
# make soak: many readers while the data is edited under them and a server is killed.
# make attack: attack a server of its own, and print what other readers wait.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8501
# what is never imported needs no bytecode: this halves the time of installing
PIP := $(BIN)/python -m pip install --no-compile --quiet --disable-pip-version-check
# the pins name every package, so pip need not read what each of them depends on
PACKAGES := $(PIP) --require-hashes --no-deps
# a folder has no hash; what builds it is one of the packages, so nothing is fetched
PROJECT := $(PIP) --no-deps --no-build-isolation --editable .
# installing writes no bytecode, so imports have to: otherwise each process compiles for seconds
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test installed debian lint audit unit coverage thorough bench soak attack screenshots \
	picture pin clean

run: $(VENV)/run.ready
	$(BIN)/streamlit run app.py --server.port $(PORT)

# Every stage runs to its end, whichever fails; the failures of all are listed at the end.
test: installed
	$(BIN)/python scripts/stages.py

# Each takes as long as the others: the dashboard's packages, the test tools, Debian's packages.
installed:
	$(MAKE) --no-print-directory --jobs=3 $(VENV)/test.ready debian

# Only root can install these. The stages say what is missing, so a failure here stops nothing.
debian:
	-[ "$$(id -u)" != 0 ] || { sh scripts/postgres.sh; sh scripts/proxies.sh; sh scripts/browser.sh; }

lint: $(VENV)/test.ready
	$(BIN)/python scripts/stages.py lint

unit: $(VENV)/test.ready
	$(BIN)/python scripts/stages.py unit

# The unit tests with the coverage of branches; fails below 92 percent.
coverage: $(VENV)/test.ready
	$(BIN)/python -m pytest -n auto --maxprocesses=4 --dist loadfile --no-loadscope-reorder \
		--ignore=tests/browser --cov=routemap --cov-branch --cov-report= --cov-fail-under=92

# The same audit, failing also where the advisory service did not answer: AUDIT="-- -s osv"
audit: $(VENV)/test.ready
	$(BIN)/python -m audit --strict $(AUDIT)

# All tests, also those marked thorough, and many more examples of the laws. Takes an hour.
thorough: $(VENV)/test.ready
	sh scripts/postgres.sh
	sh scripts/browser.sh $(BIN)/python
	sh scripts/proxies.sh
	THOROUGH=1 $(BIN)/python -m pytest -n auto --maxprocesses=4 --dist loadfile --no-loadscope-reorder

# Speed, against an empty Streamlit app and a plain folium map: BENCH="--sizes shipped,1000 --minutes 1"
# The comparison of one server and two: BENCH="--only replicas"
bench: $(VENV)/test.ready
	sh scripts/browser.sh $(BIN)/python
	sh scripts/proxies.sh
	$(BIN)/python -m benchmarks $(BENCH)

# 45 seconds; the full run, into docs/benchmarks.md: SOAK="--minutes 10 --write"
# Two replicas and a store, 10 minutes: SOAK="--replicas 2 --store postgres --write"
soak: $(VENV)/test.ready
	sh scripts/postgres.sh
	sh scripts/proxies.sh
	$(BIN)/python -m benchmarks.soak $(SOAK)

# Only against servers that it starts itself: ATTACK="--sizes shipped --rows searches,messages"
attack: $(VENV)/test.ready
	$(BIN)/python -m benchmarks.attack $(ATTACK)

screenshots: $(VENV)/test.ready
	sh scripts/browser.sh $(BIN)/python
	sh scripts/korean_font.sh
	$(BIN)/python scripts/screenshots.py

# The picture of README, drawn as the Export page draws it: no browser is needed.
picture: $(VENV)/run.ready
	$(BIN)/python -m routemap export --format png --feature dprk-russia-artillery \
		--address http://localhost:8501/ -o docs/picture.png

# Pin anew: the newest releases that requirements.in and requirements-dev.in allow, with hashes.
pin:
	sh scripts/pin.sh $(PYTHON)

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/run.ready: $(VENV)/made requirements.txt requirements.in pyproject.toml
	$(PACKAGES) -r requirements.txt
	$(PROJECT)
	touch $@

# no package is in both files, so both can be installed at the same time
$(VENV)/tools.ready: $(VENV)/made requirements-dev.txt
	$(PACKAGES) -r requirements-dev.txt
	touch $@

$(VENV)/test.ready: $(VENV)/run.ready $(VENV)/tools.ready
	$(BIN)/python -m pip check
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache
