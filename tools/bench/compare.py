#!/usr/bin/env python3
"""Compares how long two revisions of qalint take to check the same files.

    tools/bench/compare.py OLD NEW PATH [-n RUNS] [-- ARGUMENTS OF check]

OLD and NEW are revisions of git, or programs that are there already. Each revision is built in a
folder of its own below target/compare. The two run in turn, so that what else the machine does
weighs on both; what counts is the ratio of each pair. With `floor` for OLD, NEW is compared with
the least that any tool must do (examples/floor.rs of the working tree).
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def built(name):
    """The program that `name` stands for."""
    if os.access(name, os.X_OK) and os.path.isfile(name):
        return [str(Path(name).resolve()), "check", "--no-cache"]
    if name == "floor":
        cargo(ROOT, "--example", "floor")
        return [str(ROOT / "target/release/examples/floor"), "THREADS"]
    commit = git("rev-parse", "--verify", f"{name}^{{commit}}")
    tree = ROOT / "target/compare" / commit
    if not tree.exists():
        git("worktree", "add", "--quiet", "--detach", str(tree), commit)
    cargo(tree, "--bin", "qalint")
    program = str(tree / "target/release/qalint")
    # Older revisions have no cache that could be left out.
    with_cache = "--no-cache" in subprocess.run(
        [program, "check", "--help"], capture_output=True, text=True, check=True
    ).stdout
    return [program, "check"] + (["--no-cache"] if with_cache else [])


def cargo(tree, *what):
    subprocess.run(["cargo", "build", "--release", "--quiet", *what], cwd=tree, check=True)


def git(*arguments):
    ran = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def run(command, path, threads, arguments):
    """CPU time, wall time and peak memory of one run."""
    if command[-1] == "THREADS":
        command = [*command[:-1], str(threads), path]
    else:
        command = [*command, "--threads", str(threads), *arguments, path]
    begun = os.times().elapsed
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = os.times().elapsed - begun
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("path")
    parser.add_argument("-n", type=int, default=5, metavar="RUNS")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("arguments", nargs="*", help="more arguments for check, behind --")
    args = parser.parse_args()
    commands = {name: built(name) for name in (args.old, args.new)}
    for command in commands.values():
        run(command, args.path, args.threads, args.arguments)
    figures = {name: [] for name in commands}
    for _ in range(args.n):
        for name, command in commands.items():
            figures[name].append(run(command, args.path, args.threads, args.arguments))
    for which, what in enumerate(("CPU s", "wall s", "peak MiB")):
        old = [figure[which] for figure in figures[args.old]]
        new = [figure[which] for figure in figures[args.new]]
        ratio = statistics.median(b / a for a, b in zip(old, new) if a)
        print(
            f"{what:9} {args.old} {statistics.median(old):.2f}  "
            f"{args.new} {statistics.median(new):.2f}  ratio {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
