// `npm run check:release`: rehearses the next release from changesets to a client's compiler. Nothing leaves the machine:
// the packages are published for real, in order, into a registry on loopback, and installed from there.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalog } from './lib/examples.mjs';
import { exitOnFailure, say } from './lib/processes.mjs';
import { isPermissive, listLicences } from './lib/release/licences.mjs';
import { compileClient, dryRun, publishAll } from './lib/release/publish.mjs';
import { countPending, distTag, nextVersion } from './lib/release/versions.mjs';
import { listPackages, readJson, root } from './lib/repository.mjs';
import { runSteps } from './lib/steps.mjs';
import { listPublicPackages, packAll } from './lib/tarballs.mjs';

/** Compilers that our declarations promise to work with: the oldest, the one we use, the newest. */
const TYPESCRIPTS = ['5.8.3', '6.0.3', '7.0.2'];

const NOT_AFFILIATED = /not affiliated with\b.* Clarus\b.* Klaviyo/i;

function verdict(problems) {
  for (const problem of problems) say(`  ${problem}`);
  return { passed: problems.length === 0 ? 1 : 0, failed: problems.length };
}

async function checkVersions(folder) {
  const pending = countPending();
  if (pending === 0) {
    say('  Nothing is waiting to be released.');
    return verdict([]);
  }
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  const next = await nextVersion(copy);
  const isRaised = next !== listPackages()[0]?.manifest.version;
  say(
    isRaised ? `  ${pending} changeset(s): all packages become ${next}, tagged ${distTag()}.` : '  No version changes.',
  );
  return verdict([]);
}

/** What npm is told by a manifest, and what a reader is told by the page it becomes. */
function checkManifests() {
  return verdict(
    listPublicPackages().flatMap(({ name, path, manifest }) => {
      const { access, provenance } = manifest.publishConfig ?? {};
      const readme = join(path, 'README.md');
      const isSaid = existsSync(readme) && NOT_AFFILIATED.test(readFileSync(readme, 'utf8').replaceAll(/\s+/g, ' '));
      return [
        ...(access === 'public' ? [] : [`${name} would not be public: publishConfig.access`]),
        ...(provenance === true ? [] : [`${name} would be published without provenance: publishConfig.provenance`]),
        ...(isSaid ? [] : [`${name}'s README does not say that it is not affiliated with Clarus or Klaviyo`]),
      ];
    }),
  );
}

/** A workflow that names a command we no longer have is noticed here, not at the release. */
function checkWorkflows() {
  const folder = join(root, '.github', 'workflows');
  const { scripts } = readJson(join(root, 'package.json'));
  const problems = readdirSync(folder).flatMap((file) => {
    const commands = [...readFileSync(join(folder, file), 'utf8').matchAll(/^\s*- run: (.+)$/gm)].map(
      ([, line]) => line,
    );
    const isKnown = (command) => {
      const [, script] = /^npm (?:run )?([\w:]+)$/.exec(command) ?? [];
      return script === undefined ? existsSync(join(root, command)) : script in scripts;
    };
    const unknown = commands.filter((command) => !isKnown(command)).map((command) => `${file} runs \`${command}\``);
    return commands.length === 0 ? [`${file} runs nothing`] : unknown;
  });
  const release = readFileSync(join(folder, 'release.yml'), 'utf8');
  if (!/^ {6}id-token: write\b/m.test(release)) problems.push('release.yml lacks the identity that provenance needs');
  return verdict(problems);
}

function checkLicences() {
  const examples = ['embed', 'express', 'worker'].map((name) => join(root, 'examples', name));
  const all = listLicences([...listPublicPackages().map(({ path }) => path), ...examples]);
  const refused = all.filter(({ licence }) => !isPermissive(licence));
  say(`  ${all.length} dependencies, all told.`);
  return verdict(refused.map(({ name, version, licence }) => `${name}@${version} is under ${licence ?? 'no licence'}`));
}

function publishSteps(folder) {
  const tag = distTag();
  let tarballs = new Map();
  let published;
  const names = () => [...tarballs.keys()];
  const order = async () => {
    published = await publishAll(tarballs, tag, folder);
    const came = published.registry.published().map((each) => each.slice(0, each.lastIndexOf('@')));
    const late = listPublicPackages().flatMap(({ name, upstream }) =>
      upstream.filter((each) => came.indexOf(each) > came.indexOf(name)).map((each) => `${name} comes before ${each}`),
    );
    const untagged = names().filter((name) => published.registry.tagsOf(name)[tag] === undefined);
    const missing = names().filter((name) => !published.first.some((each) => each.startsWith(`${name}@`)));
    return verdict([
      ...late,
      ...untagged.map((name) => `${name} has no tag ${tag}`),
      ...missing.map((name) => `${name} was not published`),
      ...published.again.map((each) => `${each} was published again`),
    ]);
  };
  const client = async () => {
    const nodeTypes = readCatalog(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')).get('@types/node');
    const { env } = published;
    const problems = await compileClient({ names: names(), tag, typescripts: TYPESCRIPTS, nodeTypes, folder, env });
    return verdict(problems);
  };
  return {
    steps: [
      {
        name: 'npm publish --dry-run of each tarball',
        work: async () => {
          tarballs = await packAll(join(folder, 'packed'));
          await Promise.all([...tarballs.values()].map((tarball) => dryRun(tarball, tag, folder)));
          return { passed: tarballs.size, failed: 0 };
        },
      },
      { name: 'Published, in order and tagged', work: order },
      { name: `A client installs, compiles (${TYPESCRIPTS.join(', ')}) and runs`, work: client },
    ],
    close: () => published?.registry.close(),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-release-'));
const publishing = publishSteps(folder);
try {
  await runSteps([
    { name: 'Versions', work: () => checkVersions(folder) },
    { name: 'Access, provenance, and who we are not', work: async () => checkManifests() },
    { name: 'Workflows', work: async () => checkWorkflows() },
    { name: 'Licences', work: async () => checkLicences() },
    ...publishing.steps,
  ]);
} catch (error) {
  exitOnFailure(error);
} finally {
  await publishing.close();
  rmSync(folder, { recursive: true, force: true });
}
