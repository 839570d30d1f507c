#!/usr/bin/env bash
# Make sure that there is a chromium for the browser tests, or say plainly why they are left out.
set -u
for name in chromium chromium-browser google-chrome; do
  command -v "$name" > /dev/null 2>&1 && exit 0
done
if ! command -v apt-get > /dev/null 2>&1; then
  echo "No chromium here and no apt-get to install it with: the browser tests will be skipped."
  exit 0
fi
if [ "$(id -u)" = 0 ]; then sudo=""
elif sudo -n true 2> /dev/null; then sudo="sudo -n"
else
  echo "No chromium here and no right to install it: the browser tests will be skipped."
  echo "To have them: sudo apt-get install chromium"
  exit 0
fi
echo "Installing Debian's chromium for the browser tests"
export DEBIAN_FRONTEND=noninteractive
if ! { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends chromium; } > /dev/null 2>&1; then
  echo "Debian's chromium could not be installed: the browser tests will be skipped."
fi
exit 0
