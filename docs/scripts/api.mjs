// The API reference: one page per public entry of every package, from the docstrings in the sources. An export
// without one is a mistake, and so is a link in a docstring that leads nowhere.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, ReflectionKind } from 'typedoc';
import { load } from 'typedoc-plugin-markdown';
import { listPackages, publicEntries, root } from '../../scripts/lib/repository.mjs';

const folder = join(root, 'docs', 'api');

/** What must say what it is: everything that can be imported by name. */
const NAMED =
  ReflectionKind.Class |
  ReflectionKind.Interface |
  ReflectionKind.Function |
  ReflectionKind.TypeAlias |
  ReflectionKind.Variable |
  ReflectionKind.Enum;

const TABLES = Object.fromEntries(
  [
    'parametersFormat',
    'interfacePropertiesFormat',
    'classPropertiesFormat',
    'typeAliasPropertiesFormat',
    'propertyMembersFormat',
    'typeDeclarationFormat',
    'enumMembersFormat',
  ].map((name) => [name, 'table']),
);

function listEntries() {
  return listPackages().flatMap(({ path, manifest, ...rest }) =>
    publicEntries({ manifest, ...rest }).map(({ specifier, source }) => ({
      specifier,
      page: specifier.replace('@clarus-klaviyo/', '').replaceAll('/', '-'),
      source: join(path, source),
      about: manifest.description,
    })),
  );
}

async function read(entries) {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: entries.map(({ source }) => source),
    tsconfig: join(root, 'docs', 'scripts', 'tsconfig.api.json'),
    plugin: [load],
    outputs: [{ name: 'markdown', path: folder }],
    router: 'module',
    entryFileName: 'index',
    readme: 'none',
    skipErrorChecking: true, // `npm test` checks types, and says more about it
    preservedTypeAnnotationTags: ['@throws'],
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true, // a link into a repository that a copy of the code may not have
    sort: ['source-order'],
    groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases', 'Variables', '*'],
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    ...TABLES,
    tableColumnSettings: { hideInherited: true, hideModifiers: true, hideOverrides: true, hideSources: true },
    validation: { invalidLink: true, notDocumented: false, notExported: false, rewrittenLink: true },
    logLevel: 'Warn',
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the sources.');
  return { app, project };
}

function fileOf(project, reflection) {
  return project.getSymbolIdFromReflection(reflection)?.fileName;
}

/** A module is called as its page is: that makes the links between pages right. */
function nameModules(project, entries) {
  for (const module of project.children ?? []) {
    const file = fileOf(project, module);
    const entry = entries.find(({ source }) => source === file);
    if (entry === undefined) throw new Error(`${file} is no public entry.`);
    module.name = entry.page;
  }
}

/** Generated tables of every documented list and call: the package's README has them in a readable form. */
function leaveOutTables(project) {
  for (const reflection of project.getReflectionsByKind(ReflectionKind.Interface)) {
    if (fileOf(project, reflection)?.endsWith('.generated.ts') !== true) continue;
    delete reflection.children;
    delete reflection.groups;
  }
}

/** TypeDoc reads `{SomeError}` of a `@throws` and leaves it out of the page. */
function nameErrors(project) {
  for (const { comment } of Object.values(project.reflections)) {
    for (const tag of comment?.blockTags ?? []) {
      if (tag.tag !== '@throws' || tag.typeAnnotation === undefined) continue;
      const name = tag.typeAnnotation.replaceAll(/[{}]/g, '').trim();
      tag.content.unshift({ kind: 'code', text: `\`${name}\`` }, { kind: 'text', text: ': ' });
    }
  }
}

function undocumented(project, entries) {
  const specifiers = new Map(entries.map(({ page, specifier }) => [page, specifier]));
  return project
    .getReflectionsByKind(NAMED)
    .filter(({ parent }) => parent?.kindOf(ReflectionKind.Module))
    .filter(
      ({ comment, signatures = [] }) =>
        ![comment, ...signatures.map((one) => one.comment)].some((one) => (one?.summary.length ?? 0) > 0),
    )
    .map(({ name, parent }) => `${name} (${specifiers.get(parent.name)})`)
    .sort();
}

/** What VitePress needs of a page: its own heading, and no path of the machine it was made on. */
function finishPage({ page, specifier }) {
  const path = join(folder, `${page}.md`);
  const text = readFileSync(path, 'utf8')
    .replace(/^# .*$/m, `# ${specifier}`)
    .replaceAll(/^Defined in: .*\n\n/gm, '')
    // VitePress writes a heading's underscores as hyphens; anchors of properties are written out, and stay.
    .replaceAll(/(\]\([^)\s]*#)(?!property-)([^)]*)/g, (_all, before, anchor) => before + anchor.replaceAll('_', '-'));
  writeFileSync(path, `---\nprev: false\nnext: false\n---\n\n${text}`);
}

function writeIndex(entries) {
  const rows = entries.map(({ specifier, page, about }) => `| [\`${specifier}\`](./${page}) | ${about} |`);
  const text = [
    '# API reference',
    '',
    'Every public export of every package, from the docstrings beside the code. What starts with `@clarus-klaviyo/` is imported',
    'from there; a package’s further entries have pages of their own.',
    '',
    '| Import from | Package |',
    '| --- | --- |',
    ...rows,
    '',
    'The command line, `clarus-klaviyo`, exports nothing: its [README](https://www.npmjs.com/package/clarus-klaviyo) and `--help` say what it takes.',
    '',
  ];
  writeFileSync(join(folder, 'index.md'), text.join('\n'));
}

/** Writes `docs/api`. @returns {Promise<{ problems: string[], exports: number }>} */
export async function writeApi() {
  const entries = listEntries();
  const { app, project } = await read(entries);
  nameModules(project, entries);
  leaveOutTables(project);
  nameErrors(project);
  rmSync(folder, { recursive: true, force: true });
  await app.generateOutputs(project);
  for (const entry of entries) finishPage(entry);
  writeIndex(entries);
  const exports = project.children.reduce((sum, { children = [] }) => sum + children.length, 0);
  const problems = undocumented(project, entries).map((name) => `${name} has no docstring.`);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) problems.push('TypeDoc complained; its words are above.');
  return { problems, exports };
}
