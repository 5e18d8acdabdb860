#!/bin/sh
# Install Chromium and Firefox for the browser tests, unless they are installed: from Debian's
# packages if this user can install them, otherwise (only Chromium) from Playwright.
# Without Firefox, its tests are skipped with a message.
set -eu
python=$1

# Print the package, unless one of the named commands exists.
missing() {
    package=$1
    for name in "$@"; do
        if command -v "$name" >/dev/null 2>&1; then
            return
        fi
    done
    echo "$package"
}

chromium=$(missing chromium chromium-browser google-chrome)
firefox=$(missing firefox-esr firefox)
if [ -z "$chromium$firefox" ]; then
    exit 0
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    if [ -n "$chromium" ]; then
        apt-get install -y -qq --no-install-recommends "$chromium"
    fi
    if [ -n "$firefox" ]; then
        apt-get install -y -qq --no-install-recommends "$firefox" fonts-dejavu-core ||
            echo "Firefox could not be installed: its tests are skipped"
    fi
elif [ -n "$chromium" ]; then
    "$python" -m playwright install chromium
fi
