#!/usr/bin/env bash
# Make sure that there are a chromium and a firefox for the browser tests, poppler to read PDF files
# with, LibreOffice to open workbooks and what `web` is built and checked with, or say plainly why the
# tests of the one that is missing are left out.
set -u
has() {
  for name in "$@"; do command -v "$name" > /dev/null 2>&1 && return 0; done
  return 1
}
web="$(dirname "$0")/../web"
if ! has node || ! has npm; then
  echo "No node and npm here: the tests of the scripts' sources will be skipped, and those by d3."
elif [ "$web/package-lock.json" -nt "$web/node_modules/.package-lock.json" ]; then
  echo "Installing what the scripts are built and checked with"
  npm ci --prefix "$web" --no-audit --no-fund --ignore-scripts > /dev/null 2>&1 ||
    echo "It could not be installed: the tests of the scripts' sources will be skipped, and those by d3."
fi
missing=""
has chromium chromium-browser google-chrome || missing="chromium"
has firefox-esr firefox || missing="$missing firefox-esr"
has pdftotext || missing="$missing poppler-utils"
has soffice libreoffice || missing="$missing libreoffice-calc-nogui"
missing="${missing# }"
[ -z "$missing" ] && exit 0
if ! has apt-get; then
  echo "No $missing here and no apt-get to install it with: its tests will be skipped."
  exit 0
fi
if [ "$(id -u)" = 0 ]; then sudo=""
elif sudo -n true 2> /dev/null; then sudo="sudo -n"
else
  echo "No $missing here and no right to install it: its tests will be skipped."
  echo "To have them: sudo apt-get install $missing"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq > /dev/null 2>&1
# One at a time: a system that has no package of one still gets the other.
for package in $missing; do
  echo "Installing Debian's $package for the tests"
  $sudo apt-get install -y -qq --no-install-recommends "$package" > /dev/null 2>&1 ||
    echo "Debian's $package could not be installed: its tests will be skipped."
done
exit 0
