// What the generators share.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The first argument that is no flag, or the named environment variable. */
export function argumentOr(variable) {
  const path = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? process.env[variable];
  if (path === undefined) {
    console.error(`Give a path, or set ${variable}.`);
    process.exit(2);
  }
  return path;
}

/** Writes a file of this package; with `--check` only says whether it would change. */
export function writeOrCheck(name, text) {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${name} is stale: run the script that generates it.`);
    process.exitCode = 1;
  }
}
