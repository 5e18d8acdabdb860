#!/bin/sh
# Write requirements.txt and requirements-dev.txt: the newest releases that the .in files allow, for
# every system, each with the hashes of all its files.
set -eu
python=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip --disable-pip-version-check --quiet install uv

# the project is built with pinned packages, because an isolated build would download without hashes
"$python" -c '
import tomllib
with open("pyproject.toml", "rb") as file:
    print(*tomllib.load(file)["build-system"]["requires"], sep="\n")
' >"$work/build.in"

resolve() {
    "$work/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --no-build \
        --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}

# Print a requirements file: its purpose, followed by the pins.
file() {
    echo "# $1, pinned; written by \`make pin\`."
    echo "# A package is never built here: what builds it would be fetched without a hash."
    echo "--only-binary :all:"
    grep -v "^#" "$2"
}

resolve requirements.in "$work/build.in" >"$work/run"
# pip is part of every virtual environment
run=$(sed -n 's/^\([^ =]*\)==.*/--no-emit-package \1/p' "$work/run")
resolve requirements-dev.in -c "$work/run" --no-emit-package pip $run >"$work/dev"

file "Everything the dashboard needs" "$work/run" >requirements.txt
file "What the tests need besides requirements.txt" "$work/dev" >requirements-dev.txt
