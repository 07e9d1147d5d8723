#!/usr/bin/env bash
# Takes the binaries out of the archives in the folder $1: to $2/TARGET/.
set -euo pipefail
for archive in "$1"/qalint-*; do
  name=$(basename "$archive")
  target=${name#qalint-}
  target=${target%.tar.gz}
  target=${target%.zip}
  mkdir -p "$2/$target"
  case $name in
    *.tar.gz) tar -xzOf "$archive" "qalint-$target/qalint" >"$2/$target/qalint" ;;
    *.zip) unzip -p "$archive" "qalint-$target/qalint.exe" >"$2/$target/qalint.exe" ;;
  esac
done
