// The arrows between the packages (docs/architecture.md), as data and as a check.
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { findImpurities } from './purity.mjs';
import { isTestCode, listPackages } from './repository.mjs';
import { importsOf, isNodeBuiltin, locate, packageOf, shippedFiles } from './sources.mjs';

/** Package folder → the package folders its shipped code may import. `cli` may use `testing` for its demo alone. */
const MAY_IMPORT = {
  clarus: [],
  klaviyo: [],
  mapping: [],
  sync: ['clarus', 'klaviyo', 'mapping'],
  testing: [],
  cli: ['sync', 'clarus', 'klaviyo', 'mapping', 'testing'],
};

/** The only run-time dependency of the pure package. */
const PURE_PACKAGE = 'mapping';
const PURE_DEPENDENCIES = ['zod'];

/** Files and folders that say in their name that they need Node. */
const NODE_ZONE = /^(node|sqlite)$|^(node|sqlite)-|-(node|sqlite)$/;

function isInNodeZone(folder, pathInSource) {
  return folder === 'cli' || pathInSource.split('/').some((part) => NODE_ZONE.test(part.replace(/\.ts$/, '')));
}

function isDemo(folder, pathInSource) {
  return folder === 'cli' && /^demo(\.ts$|\/|-)/.test(pathInSource);
}

/**
 * Everything that breaks the layering or the purity of `mapping`, one line each, with its place.
 * @param {string} root a repository with `packages/`
 * @returns {string[]}
 */
export function findViolations(root) {
  const packages = listPackages(root);
  const violations = packages.flatMap((each) => findManifestViolations(each));
  const folders = new Map(packages.map((each) => [each.name, each.folder]));
  const filesOf = new Map(packages.map((each) => [each.folder, shippedFiles(each.path)]));
  const program = createProgram([...filesOf.values()].flat());

  for (const { folder, path, manifest } of packages) {
    for (const file of filesOf.get(folder) ?? []) {
      const sourceFile = program.getSourceFile(file);
      const report = (position, message) => violations.push(`${locate(root, sourceFile, position)} ${message}`);
      const context = { folder, sourcePath: join(path, 'src'), file, manifest, folders };
      for (const each of importsOf(sourceFile)) {
        for (const message of judgeImport(each, context)) report(each.position, message);
      }
      if (folder !== PURE_PACKAGE) continue;
      const isOurs = (other) => !program.isSourceFileDefaultLibrary(other);
      for (const each of findImpurities(sourceFile, program.getTypeChecker(), isOurs))
        report(each.position, each.message);
    }
  }
  return violations;
}

function createProgram(files) {
  return ts.createProgram(files, {
    target: ts.ScriptTarget.ES2024,
    lib: ['lib.es2024.d.ts', 'lib.webworker.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: ['@clarus-klaviyo/source'],
    types: [],
    strict: true,
    noEmit: true,
  });
}

function findManifestViolations({ folder, manifest }) {
  if (!Object.hasOwn(MAY_IMPORT, folder)) return [`packages/${folder} has no place in the layering: give it one`];
  if (folder !== PURE_PACKAGE) return [];
  const { dependencies = {}, peerDependencies = {}, optionalDependencies = {} } = manifest;
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })
    .filter((name) => !PURE_DEPENDENCIES.includes(name))
    .map(
      (name) => `packages/${folder}/package.json depends on ${name}: only ${PURE_DEPENDENCIES.join(', ')} is allowed`,
    );
}

function judgeImport({ specifier, isTypeOnly }, { folder, sourcePath, file, manifest, folders }) {
  const pathInSource = relative(sourcePath, file).replaceAll('\\', '/');
  const inNodeZone = isInNodeZone(folder, pathInSource);

  if (specifier.startsWith('.')) {
    const target = resolve(dirname(file), specifier.replace(/\.js$/, '.ts'));
    const targetInSource = relative(sourcePath, target).replaceAll('\\', '/');
    if (isTestCode(target)) return [`layer: ${specifier} is test code, and this file is shipped`];
    if (targetInSource.startsWith('..')) return [`layer: ${specifier} leaves the package's own sources`];
    if (!isTypeOnly && !inNodeZone && isInNodeZone(folder, targetInSource) && existsSync(target))
      return [`platform: ${specifier} needs Node, and this file is for every runtime`];
    return [];
  }

  if (isNodeBuiltin(specifier)) {
    if (inNodeZone) return [];
    return [
      `platform: ${specifier} is a Node built-in; only files and folders named node or sqlite, and cli, may use it`,
    ];
  }

  const name = packageOf(specifier);
  if (name === manifest.name) return [`layer: imports its own package by name (${specifier})`];
  const target = folders.get(name);
  if (target !== undefined && !(MAY_IMPORT[folder] ?? []).includes(target))
    return [`layer: ${folder} may not import ${target}`];
  if (target === 'testing' && !isDemo(folder, pathInSource)) return ["layer: only cli's demo may import testing"];
  if (folder === PURE_PACKAGE && !PURE_DEPENDENCIES.includes(name)) return [`layer: ${folder} may not import ${name}`];
  const { dependencies = {}, peerDependencies = {} } = manifest;
  if (!Object.hasOwn(dependencies, name) && !Object.hasOwn(peerDependencies, name))
    return [`layer: ${name} is not among the dependencies of ${manifest.name}`];
  if (target !== undefined && !inNodeZone && specifier.endsWith('/node') && !isTypeOnly)
    return [`platform: ${specifier} needs Node, and this file is for every runtime`];
  return [];
}
