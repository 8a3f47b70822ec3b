/** A command's help, made from what it takes. Pure. */
import type { CommandText, OperandSpec, OptionSpec, OptionSpecs } from './command.js';
import { EXIT_HELP } from './exit-codes.js';
import { table } from './table.js';
import { WIDTH, wrapped } from './wrapped.js';

export function renderHelp(command: CommandText & { readonly options: OptionSpecs }): string {
  const { name, about, operands = [], options, examples, sections = [] } = command;
  const usage = ['clarus-klaviyo', name, ...operands.map(operandText), '[options]'].join(' ');
  const optionRows = Object.entries(options).map(([option, spec]) => [optionText(option, spec), spec.help] as const);
  const parts = [
    `Usage: ${usage}`,
    wrapped(about),
    ...(operands.length === 0
      ? []
      : [
          rowsText(
            '',
            operands.map((each) => [`<${each.name}>`, each.help]),
          ),
        ]),
    rowsText('Options:', optionRows),
    ...sections.map(({ title, rows }) => rowsText(title, rows)),
    `Examples:\n${examples.map(([args, what]) => `  clarus-klaviyo ${[name, args].join(' ').trim()}\n      ${what}`).join('\n')}`,
    rowsText('Exit codes:', EXIT_HELP),
  ];
  return `${parts.join('\n\n')}\n`;
}

function rowsText(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  const text = table(rows.map(([left, right]) => [left, wrapped(right, WIDTH - width - 4, ' '.repeat(width + 4))]));
  return title === '' ? text : `${title}\n${text}`;
}

function operandText({ name, isOptional }: OperandSpec): string {
  return isOptional === true ? `[${name}]` : `<${name}>`;
}

function optionText(name: string, { type, value }: OptionSpec): string {
  return type === 'boolean' ? `--${name}` : `--${name} <${value ?? 'text'}>`;
}
