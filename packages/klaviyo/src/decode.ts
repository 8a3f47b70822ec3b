/**
 * The few checks our answers need, by hand: of a bundle budget of 30 kB (gzip) zod/mini would take 5.4 for what
 * are flat lists of members. Each takes what came and where it stood, and throws the place alone: contents may be personal.
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

export const asTexts: Decoder<readonly string[]> = (value, path) =>
  asList(value, path).map((member, position) => asText(member, `${path}.${position}`));

export const asRecord: Decoder<Readonly<Record<string, unknown>>> = (value, path) => {
  if (!isRecord(value)) throw new DecodeFailure(path);
  return value;
};

/** The members that a type names, without its index signature. */
type Named<T> = keyof { [Key in keyof T as string extends Key ? never : Key]: true };

/**
 * A resource's attributes: each that is there must be what its type says. Any of them may be left out or `null`, as
 * sparse fieldsets drop what is not asked for; those we do not know stay as they came.
 */
export function asAttributes<T extends object>(
  members: {
    readonly [Key in Named<T>]-?: Decoder<NonNullable<T[Key & keyof T]>>;
  },
): Decoder<T> {
  const decoders = Object.entries<Decoder<unknown>>(members);
  return (value, path) => {
    const attributes = asRecord(value, path);
    for (const [name, decoder] of decoders) asOptional(decoder)(attributes[name], `${path}.${name}`);
    return attributes as T; // checked, member by member, in the line above
  };
}

/** What may be left out or `null` stays as it is. */
export function asOptional<T>(decoder: Decoder<T>): Decoder<T | null | undefined> {
  return (value, path) => (value === undefined || value === null ? value : decoder(value, path));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
