#!/bin/sh
# What the product sends and reads, proved on other people's calendar software. Needs the lock file's packages.
set -eu
place=scripts/calendar_proof
here="$(mktemp -d)"
trap 'rm -rf "$here"' EXIT
[ -x .venv-proof/bin/pip ] || "${PYTHON:-python3}" -m venv .venv-proof
.venv-proof/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$place/requirements.lock"
export EVENTS_DATA_DIR="$here/data"
.venv/bin/python "$place/write.py" "$here"
.venv-proof/bin/python "$place/prove.py" "$here"
.venv/bin/python "$place/read.py" "$here"
