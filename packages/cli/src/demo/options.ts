/** What `demo` takes on its command line. */

export interface DemoOptions {
  readonly seed: number;
  readonly orders: number;
}

const DEFAULT_DEMO_OPTIONS: DemoOptions = { seed: 7, orders: 640 };

const MIN_ORDERS = 20;
const MAX_ORDERS = 2_000;

/** Thrown for an argument that is not one of demo's. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}

function wholeNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new UsageError(`${name} must be a whole number from ${min} to ${max}.`);
  }
  return number;
}

/** @throws {UsageError} an argument is unknown or out of range. */
export function readDemoOptions(args: readonly string[]): DemoOptions {
  let options = DEFAULT_DEMO_OPTIONS;
  for (const argument of args) {
    const [name, value = ''] = argument.split('=', 2);
    if (name === '--seed') options = { ...options, seed: wholeNumber('--seed', value, 0, 2 ** 31) };
    else if (name === '--orders')
      options = { ...options, orders: wholeNumber('--orders', value, MIN_ORDERS, MAX_ORDERS) };
    else throw new UsageError(`demo does not know ${argument}. It takes --seed=<number> and --orders=<number>.`);
  }
  return options;
}
