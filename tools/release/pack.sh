#!/usr/bin/env bash
# Packs the binary for the target $1, which is in the folder $2, into the folder $3, with what belongs
# to it: the licenses, the manual pages and the completions, where the binary runs here and can
# print them.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=$1
name=qalint-$target
mkdir -p "$3"
archives=$(cd "$3" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/$name
mkdir "$folder"
file=qalint
[[ $target == *windows* ]] && file=qalint.exe
cp "$2/$file" README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$folder/"
if qalint=$folder/$file && "$qalint" --version >/dev/null 2>&1; then
  mkdir -p "$folder/completions" "$folder/man"
  for shell in bash elvish fish powershell zsh; do
    "$qalint" completions "$shell" >"$folder/completions/qalint.$shell"
  done
  "$qalint" man >"$folder/man/qalint.1"
  "$qalint" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' | while read -r command; do
    [[ $command == help ]] || "$qalint" man "$command" >"$folder/man/qalint-$command.1"
  done
fi
if [[ $target == *windows* ]]; then
  (cd "$work" && 7z a -bso0 "$archives/$name.zip" "$name")
else
  tar -C "$work" -czf "$archives/$name.tar.gz" "$name"
fi
