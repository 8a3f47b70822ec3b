/** Where `npm run test:examples` installed the examples, each as a project of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** @throws {Error} when the tests were not started by `npm run test:examples`. */
export function projectFolder(name: string): string {
  const folder = process.env['EXAMPLES'];
  if (folder === undefined) throw new Error('Run these with `npm run test:examples`: they need installed examples.');
  return join(folder, name);
}

/** The command behind `npm run <script>` of a project, one word per part. */
export function scriptOf(project: string, script: string): readonly string[] {
  const manifest: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(project, 'package.json'), 'utf8'),
  );
  const command = manifest.scripts[script];
  if (command === undefined) throw new Error(`${project} has no script called ${script}.`);
  return command.split(' ');
}

/** An installed project is many files to take away. */
const CLEAN_UP_MS = 60_000;

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-e2e-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }), CLEAN_UP_MS);
  return folder;
}
