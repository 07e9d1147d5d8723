#!/usr/bin/env bash
# The packages: what is published is built, installed as a user would, and run. Says what is left
# out where a tool is not here.
set -euo pipefail
cd "$(dirname "$0")/.."

project=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(tools/release/version.sh)

# Nothing here is about speed.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1
export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/pre-commit

fail() { printf '%s\n' "$*" >&2; exit 1; }

# What `$1`, an installed qalint, has to do.
try() {
  [[ $("$1" --version) == "qalint $version" ]] || fail "$1 is not of version $version"
  code=0
  output=$("$1" check --color never "$project/tests/fixtures/readme" 2>&1) || code=$?
  [[ $code == 1 && $output == *structure/missing-answer* ]] || fail "$1 ended with $code: $output"
}

echo "== the crate"
# Builds what is packed, from what is packed.
cargo package --quiet --allow-dirty
listed=$(cargo package --quiet --allow-dirty --list)
grep -qx 'rules/encoding/mojibake.md' <<<"$listed" || fail "the crate lacks its rules"

echo "== the wheel"
if command -v maturin >/dev/null && command -v python3 >/dev/null; then
  maturin build --quiet --release --locked --out "$work/wheels"
  python3 -m venv "$work/environment"
  "$work/environment/bin/pip" install --quiet --no-index --find-links "$work/wheels" qalint
  try "$work/environment/bin/qalint"
  maturin sdist --out "$work/wheels" >/dev/null
  listed=$(tar -tf "$work/wheels/qalint-$version.tar.gz")
  grep -q '/rules/encoding/mojibake.md$' <<<"$listed" ||
    fail "the source package lacks its rules"
else
  echo "left out: maturin or python3 is not here"
fi

echo "== the scripts of a release"
tools/release/check.sh >/dev/null
if GITHUB_REF_TYPE=tag GITHUB_REF_NAME=v0.0.0 tools/release/check.sh 2>/dev/null; then
  fail "a tag of another version goes unnoticed"
fi
if tools/release/notes.sh 0.0.0 2>/dev/null; then
  fail "a version that the changelog does not know goes unnoticed"
fi

echo "== the packages of npm"
if command -v npm >/dev/null; then
  cargo build --quiet --release --locked
  target=$(rustc -vV | sed -n 's/^host: //p')
  mkdir "$work/tarballs" "$work/project"
  # As a release does.
  tools/release/pack.sh "$target" "$CARGO_TARGET_DIR/release" "$work/archives"
  tools/release/unpack.sh "$work/archives" "$work/binaries"
  chmod +x "$work/binaries/$target"/*
  node npm/build.mjs "$work/binaries" "$work/packages" --partly
  if node npm/build.mjs "$work/binaries" "$work/whole" 2>/dev/null; then
    fail "a target that is missing goes unnoticed"
  fi
  for package in "$work"/packages/*; do
    npm pack --silent --pack-destination "$work/tarballs" "$package" >/dev/null
  done
  cd "$work/project"
  printf '{ "private": true }\n' >package.json
  # The binaries of other platforms are not there, as they would not be installed anyway.
  npm install --silent --offline --no-audit --no-fund "$work"/tarballs/*.tgz
  try node_modules/.bin/qalint
else
  echo "left out: npm is not here"
fi

echo "packages: all as it should be"
