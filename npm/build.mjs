// Puts the npm packages together: node npm/build.mjs BINARIES OUT [--partly]
//
// BINARIES has a folder for each target with the binary in it; OUT gets the packages, with the
// version of Cargo.toml. All targets must be there, unless --partly is given.

import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const TARGETS = {
  "darwin-arm64": { target: "aarch64-apple-darwin" },
  "darwin-x64": { target: "x86_64-apple-darwin" },
  "linux-arm64-gnu": { target: "aarch64-unknown-linux-gnu", libc: "glibc" },
  "linux-arm64-musl": { target: "aarch64-unknown-linux-musl", libc: "musl" },
  "linux-x64-gnu": { target: "x86_64-unknown-linux-gnu", libc: "glibc" },
  "linux-x64-musl": { target: "x86_64-unknown-linux-musl", libc: "musl" },
  "win32-arm64": { target: "aarch64-pc-windows-msvc" },
  "win32-x64": { target: "x86_64-pc-windows-msvc" },
};

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const [binaries, out, partly] = process.argv.slice(2);
if (binaries === undefined || out === undefined || (partly ?? "--partly") !== "--partly") {
  console.error("usage: node npm/build.mjs BINARIES OUT [--partly]");
  process.exit(2);
}

const version = /^version = "(.*)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
const main = JSON.parse(readFileSync(join(here, "qalint/package.json"), "utf8"));
const licenses = ["LICENSE-APACHE", "LICENSE-MIT"];

function write(folder, manifest, readme) {
  for (const license of licenses) {
    copyFileSync(join(root, license), join(folder, license));
  }
  writeFileSync(join(folder, "README.md"), readme);
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, undefined, 2) + "\n");
}

const built = [];
for (const [name, { target, libc }] of Object.entries(TARGETS)) {
  const [os, cpu] = name.split("-");
  const file = os === "win32" ? "qalint.exe" : "qalint";
  const binary = join(binaries, target, file);
  if (!existsSync(binary)) {
    if (partly) continue;
    console.error(`${binary} is missing`);
    process.exit(1);
  }
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  copyFileSync(binary, join(folder, file));
  chmodSync(join(folder, file), 0o755);
  const manifest = {
    name: `@qalint/${name}`,
    version,
    description: `The binary of qalint for ${target}`,
    license: main.license,
    files: [file],
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc] }),
    preferUnplugged: true,
  };
  write(folder, manifest, `The binary of qalint for ${target}.\n`);
  built.push(name);
}

const folder = join(out, "qalint");
cpSync(join(here, "qalint"), folder, { recursive: true });
const optional = Object.keys(TARGETS).map((name) => [`@qalint/${name}`, version]);
write(
  folder,
  { ...main, version, optionalDependencies: Object.fromEntries(optional) },
  readFileSync(join(root, "README.md")),
);
console.log(`qalint ${version}: ${built.join(", ")}`);
