#!/usr/bin/env bash
# In a run for a tag: the tag is the version in Cargo.toml, and CHANGELOG.md says what is in it.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(tools/release/version.sh)
if [[ ${GITHUB_REF_TYPE-} == tag ]]; then
  if [[ ${GITHUB_REF_NAME-} != "v$version" ]]; then
    echo "the tag is ${GITHUB_REF_NAME-}, but the version in Cargo.toml $version" >&2
    exit 1
  fi
  tools/release/notes.sh "$version" >/dev/null
  if ! grep -q '^repository = "https://' Cargo.toml; then
    echo "Cargo.toml does not say in which \`repository\` qalint is published" >&2
    exit 1
  fi
  if git grep -n 'OWNER/qalint' -- docs .github README.md >&2; then
    echo "OWNER stands for the account that qalint is published under: say which" >&2
    exit 1
  fi
fi
echo "version $version"
