"""Runs `qalint check` in a job of GitHub Actions, as the inputs of the action say.

The inputs come through the environment, and the arguments are put together here: no shell reads
them.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
SEVERITIES = ("errors", "warnings", "infos")
COUNTS = (*SEVERITIES, "fixed")


def fail(message):
    """Says what is wrong with the inputs, and ends."""
    print(f"::error::{message}")
    sys.exit(2)


def switch(environment, name):
    """The value of a switch."""
    value = environment.get(f"QALINT_{name}", "").strip().lower()
    if value not in ("", "true", "false"):
        fail(f"the input `{name.lower().replace('_', '-')}` is `true` or `false`, not {value[:40]!a}")
    return value == "true"


def further(environment):
    """The further arguments, split as a shell would, with nothing expanded."""
    try:
        return shlex.split(environment.get("QALINT_ARGUMENTS", ""))
    except ValueError as error:
        fail(f"the input `arguments`: {error}")


def base(environment):
    """The commit that the change is based on, which must be there."""
    commit = environment.get("QALINT_BASE", "")
    if not COMMIT.fullmatch(commit) or set(commit) == {"0"}:
        # A new branch or a run by hand: there is nothing to compare with.
        print("::notice::there is no commit to compare with: everything is reported")
        return None
    known = ["git", "cat-file", "-e", f"{commit}^{{commit}}"]
    if subprocess.run(known, stderr=subprocess.DEVNULL).returncode != 0:
        subprocess.run(["git", "fetch", "--quiet", "--no-tags", "--depth=1", "origin", commit])
        if subprocess.run(known, stderr=subprocess.DEVNULL).returncode != 0:
            fail(f"the commit {commit} is not here: check out with `fetch-depth: 0`")
    return commit


def command(environment, report, sarif, markdown):
    """The command line."""
    arguments = [environment["QALINT"], "check", "--output-file", f"json={report}"]
    if switch(environment, "COMMENT"):
        arguments += ["--output-file", f"markdown={markdown}"]
    if switch(environment, "FIX"):
        arguments.append("--fix")
    if switch(environment, "CHANGED_ONLY"):
        commit = base(environment)
        if commit:
            arguments.append(f"--changed={commit}")
    if switch(environment, "SARIF"):
        arguments += ["--output-file", f"sarif={sarif}"]
    arguments += further(environment)
    paths = environment.get("QALINT_PATHS", "").splitlines()
    return [*arguments, "--", *(path for path in map(str.strip, paths) if path)]


def outputs(report, sarif, markdown):
    """What the step says of the run, by name."""
    summary = json.loads(report.read_text(encoding="utf-8"))["summary"]
    lines = [f"{name}={int(summary.get(name, 0))}" for name in COUNTS]
    findings = sum(int(summary.get(name, 0)) for name in SEVERITIES)
    lines += [f"findings={findings}", f"report={report}"]
    for name, file in (("sarif", sarif), ("markdown", markdown)):
        if file.exists():
            lines.append(f"{name}={file}")
    return "".join(f"{line}\n" for line in lines)


def main(environment):
    folder = Path(environment["RUNNER_TEMP"])
    files = [folder / f"qalint.{end}" for end in ("json", "sarif", "md")]
    for old in files:
        old.unlink(missing_ok=True)
    inner = dict(environment)
    if environment.get("QALINT_SUMMARY", "").strip().lower() == "false":
        # What makes qalint add annotations and a summary.
        inner.pop("GITHUB_ACTIONS", None)
    # So that what Python has to say stands before what qalint says.
    sys.stdout.flush()
    code = subprocess.run(command(environment, *files), env=inner).returncode
    if files[0].exists():
        with open(environment["GITHUB_OUTPUT"], "a", encoding="utf-8", newline="\n") as output:
            output.write(outputs(*files))
    sys.exit(code)


if __name__ == "__main__":
    main(os.environ)
