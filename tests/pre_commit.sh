#!/usr/bin/env bash
# The hooks, run by the real pre-commit in a repository of their own: a garbled file is blocked,
# mended, accepted. Says so and succeeds where pre-commit is not here. Tries the commit that is
# checked out.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v pre-commit >/dev/null; then
  echo "left out: pre-commit is not here"
  exit 0
fi

project=$PWD
commit=$(git rev-parse HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# pre-commit builds qalint anew in each of its environments; most of that need not be repeated,
# and nothing here is about speed.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$project/target}/pre-commit
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1
export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
export PRE_COMMIT_HOME=$work/home PRE_COMMIT_COLOR=never
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

fail() { printf '%s\n\n%s\n' "$1" "${2-}" >&2; exit 1; }
has() { grep -qF -- "$2" <<<"$1" || fail "no '$2' in:" "$1"; }
lacks() { ! grep -qF -- "$2" <<<"$1" || fail "'$2' in:" "$1"; }

mkdir "$work/repository"
cd "$work/repository"
git init --quiet --initial-branch main
printf 'preset = "hub"\n' >qalint.toml
good='## 📌 Q1: What is a proxy?

### ✅ Answer

It asks for others — see [caches](QA_2.md#-q2-what-is-a-cache).
'
garbled='## ğŸ“Œ Q1: What is a proxy?

### âœ… Answer

It asks for others â€” see [caches](QA_2.md#-q2-what-is-a-cache).
'
printf '## 📌 Q2: What is a cache?\n\n### ✅ Answer\n\nIt remembers.\n' >QA_2.md
printf '%s' "$garbled" >QA_1.md
git add .

echo "== try-repo: blocked, then mended"
output=$(pre-commit try-repo "$project" --ref "$commit" --files QA_1.md 2>&1) && fail "not blocked" "$output"
has "$output" 'error[encoding/mojibake]'
# Not so in the file beside it, nor is that one looked upon as missing.
lacks "$output" 'link/broken'
[[ $output =~ qalint\.+Failed ]] || fail "qalint did not fail:" "$output"
has "$output" 'files were modified by this hook'
# All hooks are tried, in the order of their names.
[[ $output =~ qalint\ \(fix\)\.+Passed ]] || fail "the encoding is not mended:" "$output"
cmp -s QA_1.md <(printf '%s' "$good") || fail "not mended" "$(cat QA_1.md)"

echo "== a commit: blocked and mended, then accepted"
cat >.pre-commit-config.yaml <<CONFIG
repos:
  - repo: $project
    rev: $commit
    hooks:
      - id: qalint-encoding
      - id: qalint
CONFIG
pre-commit install >/dev/null
printf '%s' "$garbled" >QA_1.md
git add .
output=$(git commit --quiet -m 'Add questions' 2>&1) && fail "not blocked" "$output"
has "$output" 'files were modified by this hook'
git add .
output=$(git commit -m 'Add questions' 2>&1) || fail "not accepted" "$output"
cmp -s <(git show HEAD:QA_1.md) <(printf '%s' "$good") || fail "not as meant" "$(git show HEAD:QA_1.md)"

echo "== a commit that breaks a link: blocked"
sed -i.bak 's/QA_2.md#-q2-what-is-a-cache/QA_2.md#-q2-what-is-a-cash/' QA_1.md && rm QA_1.md.bak
git add .
output=$(git commit -m 'Change a link' 2>&1) && fail "not blocked" "$output"
has "$output" 'link/broken-anchor'
lacks "$output" 'numbering/'

echo "== a commit that breaks a link in a file that is not changed: blocked"
git checkout --quiet HEAD .
sed -i.bak 's/What is a cache?/What does a cache do?/' QA_2.md && rm QA_2.md.bak
git add .
output=$(git commit -m 'Change a title' 2>&1) && fail "not blocked" "$output"
has "$output" 'QA_1.md'
has "$output" 'link/broken-anchor'

echo "pre-commit: all as it should be"
