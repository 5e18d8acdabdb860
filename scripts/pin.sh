#!/bin/sh
# Write requirements.txt and requirements-dev.txt from what fresh installs resolve to.
set -eu
export LC_ALL=C # the same order everywhere
python=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/venv"
pip="$work/venv/bin/python -m pip --disable-pip-version-check --quiet"
$pip install -r requirements.in
$pip freeze | sort >"$work/run"
$pip install -r requirements-dev.in -c "$work/run"
$pip freeze | sort >"$work/all"

{
    echo "# Everything the dashboard needs, pinned; made from requirements.in by \`make pin\`."
    cat "$work/run"
    echo "-e ."
} >requirements.txt
{
    echo "# What the tests need besides requirements.txt, pinned; made from requirements-dev.in by \`make pin\`."
    comm -13 "$work/run" "$work/all"
} >requirements-dev.txt
