#!/bin/sh
# Make sure that the browser tests have a Chromium and a Firefox: installed ones, else Debian's
# packages if this user may install them, else, for Chromium alone, the one of Playwright.
# Tests that need Firefox are skipped where there is none, and say so.
# Debian's Chromium without a window of its own is installed beside another one, because with it the
# tests take a fifth less time; where it cannot be had, any Chromium will do.
set -eu
python=$1

# Print the packages that are missing: for a package, the names of commands that do as well.
missing() {
    package=$1
    for name in "$@"; do
        if command -v "$name" >/dev/null 2>&1; then
            return
        fi
    done
    echo "$package"
}

shell=$(missing chromium-headless-shell)
chromium=$(missing chromium chromium-browser google-chrome chromium-headless-shell)
firefox=$(missing firefox-esr firefox)

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    if [ -z "$shell$firefox" ]; then
        exit 0
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || echo "the list of packages could not be renewed"
    if [ -n "$shell" ]; then
        if apt-get install -y -qq --no-install-recommends "$shell"; then
            chromium=""
        else
            echo "$shell could not be installed: the tests take longer with another Chromium"
        fi
    fi
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
