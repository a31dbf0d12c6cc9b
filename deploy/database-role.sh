#!/bin/sh
# Runs once, inside the database's container, on an empty volume: the product's role owns its database and is
# no superuser. The superuser loses its password, so that it can be reached from inside that container only.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --set password="$POSTGRES_PASSWORD" --username postgres --dbname postgres <<'SQL'
CREATE ROLE events LOGIN PASSWORD :'password';
CREATE DATABASE events OWNER events;
ALTER ROLE postgres PASSWORD NULL;
SQL
