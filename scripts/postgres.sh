#!/bin/sh
# Install PostgreSQL with PostGIS for the tests of the store, unless it is installed: from Debian's
# packages if this user can install them. Without it, those tests are skipped with a message.
set -eu

if ls /usr/lib/postgresql/*/bin/postgres /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "PostgreSQL with PostGIS is not installed: the tests of the store are skipped"
    exit 0
fi

export DEBIAN_FRONTEND=noninteractive
# the tests start servers of their own, so the package needs to make none
settings=/etc/postgresql-common/createcluster.conf
if ! [ -e "$settings" ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" >"$settings"
fi
apt-get update -qq || echo "the list of packages could not be updated"
apt-get install -y -qq --no-install-recommends postgresql postgresql-15-postgis-3 ||
    echo "PostgreSQL could not be installed: the tests of the store are skipped"
