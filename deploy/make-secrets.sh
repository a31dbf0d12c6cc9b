#!/bin/sh
# Makes the database's password once, in the forms its two readers want; later starts change nothing.
# `pgpass` is written last and decides: whoever finds it finds the rest as well.
set -eu
folder="${1:-/secrets}"
[ -s "$folder/pgpass" ] && exit 0

umask 077
password="$(python -c 'import secrets; print(secrets.token_urlsafe(32))')"
printf '%s' "$password" > "$folder/password"
printf 'db:5432:events:events:%s\n' "$password" > "$folder/pgpass.new"
mv "$folder/pgpass.new" "$folder/pgpass"
echo "The database's password is made."
