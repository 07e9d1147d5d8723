"""Installs qalint for a job of GitHub Actions, and says where it is.

From PyPI: the version that is asked for, or that of the tag the action is used at. Otherwise from
the source that the action came with.
"""

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(?:[a-z0-9.+-]{0,20})")


def wanted(environment):
    """The version to install from PyPI; `None` to build from source."""
    version = environment.get("QALINT_VERSION", "").strip()
    if version:
        if not VERSION.fullmatch(version):
            sys.exit(f"::error::the input `version` is no version: {version[:40]!a}")
        return version
    tag = environment.get("QALINT_REF", "").removeprefix("v")
    return tag if VERSION.fullmatch(tag) else None


def from_pypi(version, folder):
    environment = folder / "environment"
    venv.create(environment, with_pip=True, clear=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
    subprocess.run([*pip, "--only-binary", ":all:", f"qalint=={version}"], check=True)
    return scripts


def from_source(source, folder):
    command = ["cargo", "install", "--locked", "--path", str(source), "--root", str(folder)]
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError:
        sys.exit("::error::qalint is built from source here, which needs Rust; give a `version`")
    return folder / "bin"


def main(environment):
    folder = Path(environment["RUNNER_TEMP"]) / "qalint"
    version = wanted(environment)
    try:
        if version:
            binaries = from_pypi(version, folder)
        else:
            # As it is, not as an environment variable that an earlier step may have set says.
            binaries = from_source(Path(__file__).resolve().parents[2], folder)
    except subprocess.CalledProcessError as error:
        sys.exit(f"::error::qalint could not be installed: {error.cmd[0]} ended with {error.returncode}")
    qalint = binaries / ("qalint.exe" if os.name == "nt" else "qalint")
    subprocess.run([str(qalint), "--version"], check=True)
    with open(environment["GITHUB_OUTPUT"], "a", encoding="utf-8", newline="\n") as output:
        output.write(f"qalint={qalint}\n")


if __name__ == "__main__":
    main(os.environ)
