#!/bin/sh
# Install a font for Korean, without which the screenshots show Korean names as empty boxes.
set -eu
if [ -n "$(fc-list :lang=ko)" ]; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "No font for Korean is installed. Install one, such as fonts-nanum." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || echo "the list of packages could not be renewed"
apt-get install -y -qq --no-install-recommends fonts-nanum
