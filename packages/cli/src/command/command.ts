/** What a command is made of: what it takes, said once, for its parser and its help alike. */
import { EXIT } from './exit-codes.js';
import { renderHelp } from './help.js';
import type { Io } from './io.js';
import { parse } from './parse.js';
import { printable } from './printable.js';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in help, e.g. `file`. */
  readonly value?: string;
  readonly help: string;
  readonly isMultiple?: true;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface OperandSpec {
  readonly name: string;
  readonly help: string;
  readonly isOptional?: true;
}

/** Null: not given. */
export type Values<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends { readonly type: 'boolean' }
    ? boolean
    : Specs[Name] extends { readonly isMultiple: true }
      ? readonly string[]
      : string | null;
};

/** What help shows. */
export interface CommandText {
  readonly name: string;
  /** What it does and what to know before, in sentences. */
  readonly about: string;
  readonly operands?: readonly OperandSpec[];
  /** [what to type after the name, what that does]. */
  readonly examples: readonly (readonly [string, string])[];
  /** Tables of its own, below its options. */
  readonly sections?: readonly { readonly title: string; readonly rows: readonly (readonly [string, string])[] }[];
}

interface CommandConfig<Specs extends OptionSpecs> extends CommandText {
  readonly options: Specs;
  /** Returns the exit code. */
  readonly run: (invocation: Invocation<Specs>) => Promise<number>;
}

export interface Invocation<Specs extends OptionSpecs> {
  readonly values: Values<Specs>;
  readonly operands: readonly string[];
  readonly io: Io;
}

export interface Command extends CommandText {
  readonly options: OptionSpecs;
  run(args: readonly string[], io: Io): Promise<number>;
}

const HELP_OPTION: OptionSpecs = { help: { type: 'boolean', help: 'this text' } };

export function defineCommand<const Specs extends OptionSpecs>(config: CommandConfig<Specs>): Command {
  const { run, ...text } = config;
  const options = { ...config.options, ...HELP_OPTION };
  return {
    ...text,
    options,
    async run(args, io) {
      const { values, operands } = parse({ ...text, options }, args);
      if (values['help'] === true) {
        io.out(renderHelp({ ...text, options }));
        return EXIT.fine;
      }
      // The parser gives each option the type its specification names.
      return run({ values: values as Values<Specs>, operands, io });
    },
  };
}

/** The answer: JSON for a program, or the same in words for a person. */
export function reply<Result>(
  { values, io }: { readonly values: { readonly json: boolean }; readonly io: Io },
  result: Result,
  toText: (result: Result) => string,
): void {
  io.out(printable(`${values.json ? JSON.stringify(result, null, 2) : toText(result)}\n`));
}
