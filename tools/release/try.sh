#!/usr/bin/env bash
# The binary in the folder $1 does what it is for.
set -euo pipefail
cd "$(dirname "$0")/../.."
qalint=$1/qalint
[[ -e $qalint ]] || qalint=$1/qalint.exe
[[ $("$qalint" --version | tr -d '\r') == "qalint $(tools/release/version.sh)" ]]
"$qalint" check content
! "$qalint" check tests/fixtures/readme
