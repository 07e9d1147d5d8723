#!/usr/bin/env node
// Runs the binary of this platform, which is in a package of its own.
"use strict";

const { spawnSync } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;

// Where there are two, npm installs the one for the system's C library; either will do to be tried.
const names =
  process.platform === "linux" ? [`${platform}-gnu`, `${platform}-musl`] : [platform];

function binary() {
  const file = process.platform === "win32" ? "qalint.exe" : "qalint";
  for (const name of names) {
    try {
      return require.resolve(`@qalint/${name}/${file}`);
    } catch {
      // Not installed.
    }
  }
  return undefined;
}

const path = binary();
if (path === undefined) {
  console.error(
    `qalint: there is no binary for ${platform} here. If it is one that qalint is built for, ` +
      "install without --omit=optional; otherwise build it with `cargo install qalint`.",
  );
  process.exit(2);
}
const run = spawnSync(path, process.argv.slice(2), { stdio: "inherit" });
if (run.error) {
  console.error(`qalint: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) {
  process.kill(process.pid, run.signal);
}
process.exit(run.status ?? 2);
