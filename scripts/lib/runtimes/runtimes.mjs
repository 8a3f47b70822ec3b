// The runtimes that the packages promise to work in, and how each is started.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from '../install.mjs';
import { ownNode, root, toolScript } from '../repository.mjs';

const folder = join(root, 'scripts', 'runtimes');

/**
 * @typedef {object} Runtime
 * @property {string} name as in the table
 * @property {RegExp} agent what it calls itself in `navigator.userAgent`: proof that the suite ran there
 * @property {'script' | 'worker' | 'page'} host how a bundle is entered
 * @property {readonly string[]} conditions of package entries that its users' tools set
 * @property {() => string | undefined} program undefined: not on this machine
 * @property {(bundle: string, suite: import('./suites.mjs').Suite) => readonly string[]} args
 * @property {boolean} [isForPublic] code there can be read by everybody, so clients that hold a secret are no guests
 * @property {string} [missing] what to do when there is no program
 */

/** The program of a runtime in `scripts/runtimes`, by the name it has there; undefined before the install. */
function installed(alias, command) {
  if (!existsSync(join(folder, 'node_modules', alias, 'package.json'))) return undefined;
  const program = toolScript(alias, command, folder);
  return existsSync(program) ? program : undefined;
}

export function findChromium() {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return places.find((place) => place !== undefined && existsSync(place));
}

/** @type {readonly Runtime[]} */
export const RUNTIMES = [
  {
    name: 'Node 22',
    agent: /^Node\.js\/22$/,
    host: 'script',
    conditions: ['node'],
    program: () => installed('node-22', 'node'),
    args: (bundle) => [bundle],
  },
  {
    name: 'Node 24',
    agent: /^Node\.js\/24$/,
    host: 'script',
    conditions: ['node'],
    program: ownNode,
    args: (bundle) => [bundle],
  },
  {
    name: 'Node 26',
    agent: /^Node\.js\/26$/,
    host: 'script',
    conditions: ['node'],
    program: () => installed('node-26', 'node'),
    args: (bundle) => [bundle],
  },
  {
    name: 'Bun 1',
    agent: /^Bun\/1\./,
    host: 'script',
    conditions: ['bun', 'node'],
    program: () => installed('bun-runtime', 'bun'),
    args: (bundle) => ['--no-install', bundle],
  },
  {
    name: 'Deno 2',
    agent: /^Deno\/2\./,
    host: 'script',
    conditions: ['deno', 'node'],
    // Not its bin, a script that starts this program and would leave it behind when stopped.
    program: () => [join(folder, 'node_modules', 'deno-runtime', 'deno')].find(existsSync),
    // No permission at all: neither network nor environment nor files.
    args: (bundle) => ['run', '--no-prompt', '--no-config', '--no-remote', bundle],
  },
  {
    name: 'workerd',
    agent: /^Cloudflare-Workers$/,
    host: 'worker',
    conditions: ['workerd', 'worker', 'browser'],
    program: ownNode,
    args: (bundle, { host }) => [join(folder, 'in-workerd.mjs'), bundle, ...(host === undefined ? [] : [host])],
  },
  {
    name: 'Chromium',
    agent: /Chrome\/\d+/,
    host: 'page',
    conditions: ['browser'],
    program: () => (findChromium() === undefined ? undefined : ownNode()),
    args: (bundle) => [join(folder, 'in-chromium.mjs'), bundle, findChromium()],
    isForPublic: true,
    missing: "install Debian's package `chromium`, or set CHROMIUM to a browser's path",
  },
];

/** Installs the runtimes, a workspace of their own, where they are needed: nobody pays for them in `npm start`. */
export function ensureRuntimes() {
  return ensureInstalled({
    name: 'runtimes-installed',
    folder,
    inputs: ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'].map((file) => join(folder, file)),
    isInstalled: () =>
      RUNTIMES.every(({ program, missing }) => missing !== undefined || program() !== undefined) &&
      existsSync(join(folder, 'node_modules', 'miniflare')),
    announcement: 'Installing the runtimes, about 750 MB,',
  });
}
