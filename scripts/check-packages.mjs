// `npm run check:packages`: packs every public package and looks at the tarballs the way a client's project would:
// linted, described by types that compile, imported, and holding nothing that was not meant to leave.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { exitOnFailure, runNode, runTool, tail } from './lib/processes.mjs';
import { listPackages, publicEntries, readJson, root } from './lib/repository.mjs';
import { runSteps } from './lib/steps.mjs';
import { listPublicPackages, pack } from './lib/tarballs.mjs';

const NOT_FOR_CLIENTS = /(\.test(-d)?\.[cm]?[jt]s|__fixtures__|\/conformance[./]|\.tsbuildinfo|\.env)/;

/** Puts the tarball where an install would, its third-party dependencies linked to the ones we have. */
function unpack({ name, path, manifest }, tarball, modules) {
  const target = join(modules, name);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  const ours = new Set(listPackages().map((each) => each.name));
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    if (ours.has(dependency)) continue;
    const link = join(target, 'node_modules', dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(path, 'node_modules', dependency)), link, 'junction');
  }
  return target;
}

function lookInside(name, target) {
  const entries = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries
    .map((entry) => relative(target, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.startsWith('node_modules/'));
  const problems = files.filter((file) => NOT_FOR_CLIENTS.test(file)).map((file) => `ships ${file}`);
  for (const file of files.filter((each) => each.startsWith('dist/') && each.endsWith('.d.ts'))) {
    const isTiedToZod = /['"]zod(\/|['"])/.test(readFileSync(join(target, file), 'utf8'));
    if (isTiedToZod) problems.push(`ties its public types to zod in ${file}`);
  }
  const packed = readJson(join(target, 'package.json'));
  if (/"(workspace|catalog|link|file):/.test(JSON.stringify(packed)))
    problems.push('has a workspace: or catalog: range');
  for (const needed of ['license', 'description', 'engines']) {
    if (packed[needed] === undefined) problems.push(`says nothing about its ${needed}`);
  }
  for (const needed of ['README.md', 'LICENSE']) {
    if (!files.includes(needed)) problems.push(`ships no ${needed}`);
  }
  return problems.map((problem) => `${name} ${problem}`);
}

/** Compiles a client that imports every entry, against the packed declarations alone: no source condition. */
function compileClient(client, entries) {
  const lines = entries.map(({ specifier }, index) => `import * as entry${index} from '${specifier}';`);
  const uses = entries.map((_entry, index) => `entry${index}`).join(', ');
  const file = join(client, 'client.ts');
  writeFileSync(file, `${lines.join('\n')}\nexport const all: unknown[] = [${uses}];\n`);
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2024,
    lib: ['lib.es2024.d.ts', 'lib.webworker.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    typeRoots: [join(root, 'node_modules', '@types')],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
  });
  const isOurs = (path) => path === undefined || /clarus-klaviyo|client\.ts/.test(path.slice(client.length));
  return ts
    .getPreEmitDiagnostics(program)
    .filter((each) => isOurs(each.file?.fileName))
    .map((each) => {
      const place = each.file === undefined ? '' : `${each.file.fileName.slice(client.length + 1)}: `;
      return place + ts.flattenDiagnosticMessageText(each.messageText, '\n');
    });
}

const passed = { passed: 1, failed: 0 };

function verdict(problems) {
  for (const problem of problems) console.error(`  ${problem}`);
  return problems.length === 0 ? passed : { passed: 0, failed: 1 };
}

async function toolVerdict(running) {
  const { code, text } = await running;
  return verdict(code === 0 ? [] : [tail(text)]);
}

async function checkPackages(folder) {
  const client = join(folder, 'client');
  const modules = join(client, 'node_modules');
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(client, 'package.json'), JSON.stringify({ name: 'client', private: true, type: 'module' }));

  const steps = [];
  const entries = [];
  for (const each of listPublicPackages()) {
    const tarball = await pack(each, join(folder, 'tarballs'));
    const target = unpack(each, tarball, modules);
    const own = publicEntries(each);
    entries.push(...own);
    const lint = ['run', tarball, '--strict'];
    steps.push({ name: `${each.name}: contents`, work: async () => verdict(lookInside(each.name, target)) });
    steps.push({
      name: `${each.name}: publint`,
      work: () => toolVerdict(runTool('publint', lint, { output: 'capture' })),
    });
    if (own.length === 0) continue; // a command line has no types to be wrong about
    const attw = ['--profile', 'esm-only', '--no-emoji', '--no-color', tarball];
    steps.push({
      name: `${each.name}: are the types wrong?`,
      work: () => toolVerdict(runTool('@arethetypeswrong/cli', attw, { command: 'attw', output: 'capture' })),
    });
  }
  steps.push({
    name: 'A client compiles against every entry',
    work: async () => verdict(compileClient(client, entries)),
  });
  const script = entries.map(({ specifier }) => `await import('${specifier}');`).join('\n');
  writeFileSync(join(client, 'client.mjs'), script);
  steps.push({
    name: 'A client imports every entry',
    work: () => toolVerdict(runNode(['client.mjs'], { cwd: client, output: 'capture' })),
  });
  await runSteps(steps);
}

const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-packages-'));
try {
  await checkPackages(realpathSync(folder));
} catch (error) {
  exitOnFailure(error);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
