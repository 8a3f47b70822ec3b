import { parseArgs } from 'node:util';
import type { CommandText, OptionSpecs } from './command.js';
import { UsageError } from './errors.js';

export interface Parsed {
  readonly values: Readonly<Record<string, boolean | string | readonly string[] | null>>;
  readonly operands: readonly string[];
}

type Syntax = CommandText & { readonly options: OptionSpecs };

/** @throws {UsageError} an option nobody knows, one without its value, an operand too many or too few. */
export function parse(command: Syntax, args: readonly string[]): Parsed {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, isMultiple = false }]) => [
      name,
      { type, multiple: isMultiple },
    ]),
  );
  const { values, positionals } = parsed(command, () =>
    parseArgs({ args: [...args], options, strict: true, allowPositionals: true }),
  );
  if (values['help'] !== true) checkOperands(command, positionals);
  const filled = Object.entries(command.options).map(([name, { type, isMultiple }]) => {
    const value = values[name] ?? (type === 'boolean' ? false : isMultiple === true ? [] : null);
    return [name, value];
  });
  return { values: Object.fromEntries(filled), operands: positionals };
}

interface RawArguments {
  readonly values: Readonly<Record<string, boolean | string | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

function parsed(command: Syntax, read: () => RawArguments): RawArguments {
  try {
    return read();
  } catch (error) {
    // Node's sentence names the option; what follows it ("To specify a positional argument …") helps nobody here.
    const sentence = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : '';
    const option = /'(-[^' ]*)/.exec(sentence)?.[1] ?? null;
    throw new UsageError(`${sentence.replace(/\.$/, '')}. See clarus-klaviyo ${command.name} --help.`, option);
  }
}

function checkOperands({ name, operands = [] }: Syntax, positionals: readonly string[]): void {
  const missing = operands[positionals.length];
  if (missing !== undefined && missing.isOptional !== true) {
    throw new UsageError(`<${missing.name}> is missing: ${missing.help}.`, missing.name);
  }
  const extra = positionals[operands.length];
  if (extra !== undefined) {
    throw new UsageError(`"${extra}" is one word too many. See clarus-klaviyo ${name} --help.`, null);
  }
}
