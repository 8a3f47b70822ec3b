// Publishing, rehearsed to the end: into a registry on loopback, and out of it again the way a client gets it.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, runNode, StepError, tail, unlessInterrupted } from '../processes.mjs';
import { listPackages, readJson } from '../repository.mjs';
import { startRegistry } from './registry.mjs';

const CLIENT = join(dirname(fileURLToPath(import.meta.url)), 'client', 'client.ts');

async function npm(args, cwd, env = {}) {
  const result = unlessInterrupted(await run('npm', args, { cwd, env, output: 'capture' }));
  if (result.code !== 0) throw new StepError(`${tail(result.text)}\nnpm ${args.join(' ')} failed.`);
  return result.text;
}

/** The registry that this machine's npm uses. */
async function upstreamRegistry(folder) {
  return (await npm(['config', 'get', 'registry'], folder)).trim().split('\n').at(-1);
}

/** What npm would do with a tarball: it names the files and refuses what it would refuse. Nothing leaves. */
export async function dryRun(tarball, tag, folder) {
  const text = await npm(['publish', tarball, '--dry-run', '--tag', tag], folder);
  if (!text.includes(`with tag ${tag} and public access (dry-run)`)) throw new StepError(tail(text));
}

async function isPublished(name, version, cwd, env) {
  const args = ['view', `${name}@${version}`, 'version'];
  const { code, text } = unlessInterrupted(await run('npm', args, { cwd, env, output: 'capture' }));
  if (code !== 0 && !text.includes('E404')) throw new StepError(`${tail(text)}\nnpm ${args.join(' ')} failed.`);
  return code === 0 && text.trim() !== '';
}

/**
 * Publishes the tarballs one after the other, dependencies before what is built on them. What npm has already it keeps,
 * so that a release cut off half-way is finished by running it again.
 *
 * @param {Map<string, string>} tarballs npm name → path, dependencies first
 * @param {{ tag: string, cwd: string, env?: Record<string, string>, args?: readonly string[] }} options
 * @returns {Promise<readonly string[]>} what was new, `name@version`
 */
export async function publishNew(tarballs, { tag, cwd, env = {}, args = [] }) {
  const versions = new Map(listPackages().map(({ name, manifest }) => [name, manifest.version]));
  const published = [];
  for (const [name, tarball] of tarballs) {
    const version = versions.get(name);
    if (await isPublished(name, version, cwd, env)) continue;
    await npm(['publish', tarball, '--tag', tag, ...args], cwd, env);
    published.push(`${name}@${version}`);
  }
  return published;
}

/**
 * Releases the tarballs into a registry on loopback; twice, as after a release that was cut off.
 *
 * @param {Map<string, string>} tarballs npm name → path, dependencies first
 * @param {string} tag
 * @param {string} folder
 */
export async function publishAll(tarballs, tag, folder) {
  const registry = await startRegistry(await upstreamRegistry(folder));
  const npmrc = join(folder, 'npmrc');
  writeFileSync(npmrc, `registry=${registry.url}\n${registry.url.slice('http:'.length)}:_authToken=local\n`);
  const env = { NPM_CONFIG_USERCONFIG: npmrc };
  // Provenance is made by CI's identity, which a rehearsal has not; that it is asked for is looked up elsewhere.
  const options = { tag, cwd: folder, env, args: ['--provenance=false'] };
  const first = await publishNew(tarballs, options);
  const again = await publishNew(tarballs, options);
  return { registry, env, first, again };
}

/**
 * A project of a client: installs every package by name and tag, compiles a program with each TypeScript, runs it.
 *
 * @param {{ names: string[], tag: string, typescripts: readonly string[], nodeTypes: string, folder: string, env: object }} options
 * @returns {Promise<readonly string[]>} what is wrong
 */
export async function compileClient({ names, tag, typescripts, nodeTypes, folder, env }) {
  const client = join(folder, 'client');
  mkdirSync(client, { recursive: true });
  writeFileSync(join(client, 'package.json'), JSON.stringify({ name: 'client', private: true, type: 'module' }));
  const compilers = typescripts.map((version) => `typescript-${version}@npm:typescript@${version}`);
  const wanted = [...names.map((name) => `${name}@${tag}`), ...compilers, `@types/node@${nodeTypes}`];
  await npm(['install', '--no-audit', '--no-fund', ...wanted], client, env);
  cpSync(CLIENT, join(client, 'client.ts'));
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'NodeNext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false, // our declarations are part of what is tried
    outDir: 'out',
  };
  writeFileSync(join(client, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['client.ts'] }));
  const problems = [];
  const runInClient = async (script, words) => {
    const { code, text } = unlessInterrupted(await runNode([script], { cwd: client, output: 'capture' }));
    if (code !== 0) problems.push(`${words}:\n${tail(text)}`);
  };
  for (const version of typescripts) {
    const compiler = join('node_modules', `typescript-${version}`);
    const { bin } = readJson(join(client, compiler, 'package.json'));
    await runInClient(join(compiler, bin.tsc), `TypeScript ${version} does not take it`);
  }
  await runInClient(join('out', 'client.js'), 'What was compiled does not run');
  return problems;
}
