#!/bin/sh
# Install Chromium, Firefox and WebKit for the browser tests, unless they are installed: from
# Debian's packages if this user can install them, otherwise (only Chromium) from Playwright.
# Without Firefox or WebKit, their tests are skipped with a message.
# Debian's Chromium without a window is preferred, because with it the tests take less time; if it
# cannot be installed, any Chromium is used.
set -eu
python=${1:-python3}

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

shell=$(missing chromium-headless-shell)
chromium=$(missing chromium chromium-browser google-chrome chromium-headless-shell)
firefox=$(missing firefox-esr firefox)
webkit="$(missing webkit2gtk-driver WebKitWebDriver) $(missing xvfb Xvfb)"
webkit=${webkit# }

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    if [ -z "$shell$firefox$webkit" ]; then
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
    if [ -n "$webkit" ]; then
        # one word per package
        apt-get install -y -qq --no-install-recommends $webkit fonts-dejavu-core ||
            echo "WebKit could not be installed: its tests are skipped"
    fi
elif [ -n "$chromium" ]; then
    "$python" -m playwright install chromium
fi
