/** Picks a command, runs it, and turns whatever comes of it into words and an exit code. */
import { EXIT, EXIT_HELP } from './command/exit-codes.js';
import { failureOf } from './command/failure.js';
import type { Io } from './command/io.js';
import { printable } from './command/printable.js';
import { table } from './command/table.js';
import { COMMANDS } from './commands.js';

const HELP_WORDS = ['help', '--help', '-h'];

export async function runCommandLine(args: readonly string[], io: Io): Promise<number> {
  const [word = 'help', ...rest] = args;
  if (word === '--version' || word === 'version') {
    io.out(`${await versionOf()}\n`);
    return EXIT.fine;
  }
  const isHelp = HELP_WORDS.includes(word);
  const name = isHelp ? rest[0] : word;
  if (name === undefined) {
    io.out(overview());
    return EXIT.fine;
  }
  const entry = COMMANDS.find((command) => command.name === name);
  if (entry === undefined) {
    io.err(printable(`There is no command "${name}".${nearest(name)}\n\n${overview()}`));
    return EXIT.usage;
  }
  try {
    const command = await entry.load();
    return await command.run(isHelp ? ['--help'] : rest, io);
  } catch (error) {
    const { code, message, field, exitCode } = failureOf(error);
    // Whoever asked for JSON gets JSON, and only one document of it.
    if (rest.includes('--json')) io.out(printable(`${JSON.stringify({ error: { code, message, field } }, null, 2)}\n`));
    else io.err(printable(`${message}\n`));
    return exitCode;
  }
}

function overview(): string {
  return `clarus-klaviyo: warehouse truth in, customer messages out.

${table(COMMANDS.map(({ name, summary }) => [name, summary]))}

clarus-klaviyo <command> --help says what a command takes, with examples.
Commands that ask the service find it by --url or CLARUS_KLAVIYO_URL, with the token in CLARUS_KLAVIYO_TOKEN.

Exit codes:
${table(EXIT_HELP)}
`;
}

/** The command that begins alike: most slips are at the end. */
function nearest(word: string): string {
  const found = COMMANDS.find(({ name }) => name.startsWith(word.slice(0, 3)));
  return found === undefined ? '' : ` Did you mean ${found.name}?`;
}

async function versionOf(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  // One folder up, from `src` as from `dist`.
  const manifest: { readonly version: string } = JSON.parse(
    await readFile(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return manifest.version;
}
