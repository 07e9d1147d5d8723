#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version: notes.sh 1.2.3
set -euo pipefail
cd "$(dirname "$0")/../.."
notes=$(awk -v version="$1" '
  /^## / { found = index($0, "## " version " ") == 1 || $0 == "## " version || index($0, "## [" version "]") == 1; next }
  found' CHANGELOG.md)
if [[ -z ${notes//[[:space:]]/} ]]; then
  echo "CHANGELOG.md has no section for $1" >&2
  exit 1
fi
printf '%s\n' "$notes"
