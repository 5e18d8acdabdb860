#!/bin/sh
# Install nginx and HAProxy for the tests of deploy/, unless they are installed: from Debian's
# packages if this user can install them. Tests of a missing proxy are skipped with a message.
set -eu

missing=""
for name in nginx haproxy; do
    PATH="$PATH:/usr/sbin:/sbin" command -v "$name" >/dev/null 2>&1 || missing="$missing $name"
done
if [ -z "$missing" ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    exit 0
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || echo "the list of packages could not be updated"
for name in $missing; do
    if ! apt-get install -y -qq --no-install-recommends "$name"; then
        echo "$name could not be installed: its tests are skipped"
    elif [ -d /run/systemd/system ]; then
        systemctl disable --now "$name" # the package starts it on port 80; the tests need only the program
    fi
done
