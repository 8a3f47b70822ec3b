import { describe, expect, test } from 'vitest';
import type { Command } from '../src/command/command.js';
import type { Io } from '../src/command/io.js';
import { COMMANDS } from '../src/commands.js';
import { runCommandLine } from '../src/run-command-line.js';
import { VARIABLES } from '../src/serve/variables.js';
import { runCli } from './run-cli.js';

/** In this process: what is said does not depend on which. */
async function run(...args: readonly string[]) {
  const said = { out: '', err: '' };
  const io: Io = {
    environment: {},
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    isTerminal: false,
    readLine: async () => null,
    now: () => Date.UTC(2026, 2, 2),
    signalOfInterrupt: () => new AbortController().signal,
  };
  return { code: await runCommandLine(args, io), ...said };
}

const loaded: readonly (readonly [string, Command])[] = await Promise.all(
  COMMANDS.map(async ({ name, load }) => [name, await load()] as const),
);

describe('the command line', () => {
  test('without a word it lists every command, and the exit codes', async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    for (const { name, summary } of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
    expect(out).toMatch(/ {2}3 {2}cannot reach/);
  });

  test('a slip is met with the nearest command', async () => {
    const { code, err } = await run('reconsile');
    expect(code).toBe(2);
    expect(err).toContain('There is no command "reconsile". Did you mean reconcile?');
  });

  test('as a process it says the same, and its version', async () => {
    expect(await runCli(['help', 'explain'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('SO-1001'),
    });
    expect((await runCli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await runCli(['nothing'])).toMatchObject({ code: 2, out: '' });
  });

  test('who reads only the head of the output is no reason to fail', async () => {
    const { spawnSync } = await import('node:child_process');
    const main = new URL('../dist/main.js', import.meta.url).pathname;
    const piped = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" serve --help | head -n 1`], {
      encoding: 'utf8',
    });
    expect(piped.stdout).toBe('Usage: clarus-klaviyo serve [options]\n');
    expect(piped.stderr).toBe('');
  });
});

describe.each(loaded)('%s', (name, command) => {
  test('goes by the name it is listed under', () => {
    expect(command.name).toBe(name);
  });

  test('--help shows every option it accepts and every word it takes, with examples and exit codes', async () => {
    const { code, out } = await run(name, '--help');
    expect(code).toBe(0);
    for (const option of Object.keys(command.options)) expect(out).toMatch(new RegExp(`^  --${option}\\b`, 'm'));
    for (const operand of command.operands ?? []) expect(out).toContain(`<${operand.name}>`);
    expect(out).toContain(`clarus-klaviyo ${name}`);
    expect(out).toContain('Exit codes:');
    for (const line of out.split('\n').filter((each) => !each.includes('clarus-klaviyo'))) {
      expect(line.length, line).toBeLessThanOrEqual(100);
    }
  });

  test('takes every option that --help shows, and every example', async () => {
    const shown = [...(await run(name, '--help')).out.matchAll(/^ {2}--([a-z-]+)( <)?/gm)];
    expect(shown.length).toBe(Object.keys(command.options).length);
    // With --help the arguments are read and nothing is done.
    for (const [, option, value] of shown) {
      const { code } = await run(name, `--${option}`, ...(value === undefined ? [] : ['1']), '--help');
      expect(code, option).toBe(0);
    }
    for (const [example] of command.examples) {
      const words = [...(example.split(' < ')[0]?.matchAll(/"([^"]*)"|(\S+)/g) ?? [])].map(
        ([, quoted, bare]) => quoted ?? bare ?? '',
      );
      const { code, err } = await run(name, ...words, '--help');
      expect(code, `${example}: ${err}`).toBe(0);
    }
  });

  test('an option it does not know is named, and ends with exit code 2', async () => {
    const { code, err } = await run(name, '--surely-not');
    expect(code).toBe(2);
    expect(err).toContain('--surely-not');
    expect(err).toContain(`${name} --help`);
  });

  test('a word too many is named', async () => {
    const words = (command.operands ?? []).map(() => 'word');
    const { code, err } = await run(name, ...words, 'too-many');
    expect(code).toBe(2);
    expect(err).toContain('too-many');
  });

  test('what changes something is done only with --yes, and --yes with --dry-run is a contradiction', () => {
    const isChanging = 'yes' in command.options;
    expect('dry-run' in command.options).toBe(isChanging);
    const reads = [
      'demo',
      'doctor',
      'serve',
      'status',
      'reconcile',
      'audit',
      'incidents',
      'explain',
      'backup',
      'check',
    ];
    expect(isChanging).toBe(!reads.includes(name));
  });
});

test('a failure asked for as JSON is one JSON document', async () => {
  const { code, out, err } = await run('explain', 'SO-1', '--json', '--url', 'not an address');
  expect(code).toBe(2);
  expect(err).toBe('');
  expect(JSON.parse(out)).toEqual({
    error: { code: 'usage', field: '--url', message: '--url must be an http(s) address, e.g. http://127.0.0.1:3000.' },
  });
});

test('serve’s help has every variable', async () => {
  const { out } = await run('serve', '--help');
  for (const { name } of VARIABLES) expect(out).toContain(name);
});
