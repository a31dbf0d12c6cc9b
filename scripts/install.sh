#!/bin/sh
# Makes .venv and installs a lock file into it, every archive checked against its hash.
set -eu
python="${PYTHON:-python3}"

missing() { echo "events_app needs $1. On Debian or Ubuntu: sudo apt-get install $2" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 || missing "Python 3.11 or newer" "python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  missing "Python 3.11 or newer (this is $("$python" -V 2>&1)); name another with: make PYTHON=python3.12 run" "python3"
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing "Python's venv module" "python3-venv"

[ -x .venv/bin/pip ] || "$python" -m venv .venv
echo "Installing (the first time this takes a minute or two) …"
# The lock is complete: with nothing left to resolve, a release made after it cannot break the installation.
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$1"
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
