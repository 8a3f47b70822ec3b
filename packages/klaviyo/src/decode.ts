/**
 * The few checks our answers need, by hand: of a bundle budget of 30 kB (gzip) zod/mini would take 5.4 for five
 * small shapes. Each takes what came and where it stood, and throws the place alone: contents may be personal.
 */
export class DecodeFailure extends Error {
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

export type Decoder<T> = (value: unknown, path: string) => T;

export const asText: Decoder<string> = (value, path) => {
  if (typeof value !== 'string') throw new DecodeFailure(path);
  return value;
};

export const asNumber: Decoder<number> = (value, path) => {
  if (typeof value !== 'number') throw new DecodeFailure(path);
  return value;
};

export const asBoolean: Decoder<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new DecodeFailure(path);
  return value;
};

export const asList: Decoder<readonly unknown[]> = (value, path) => {
  if (!Array.isArray(value)) throw new DecodeFailure(path);
  return value;
};

export const asRecord: Decoder<Readonly<Record<string, unknown>>> = (value, path) => {
  if (!isRecord(value)) throw new DecodeFailure(path);
  return value;
};

/** What may be left out or `null` stays as it is. */
export function asOptional<T>(decoder: Decoder<T>): Decoder<T | null | undefined> {
  return (value, path) => (value === undefined || value === null ? value : decoder(value, path));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
