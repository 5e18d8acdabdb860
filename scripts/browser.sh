#!/bin/sh
# Make sure that the browser tests have a Chromium: an installed one, else Debian's
# package where we may install it, else the one that Playwright brings.
set -eu
python=$1

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
else
    "$python" -m playwright install chromium
fi
