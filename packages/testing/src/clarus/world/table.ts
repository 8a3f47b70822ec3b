/** Records by id, in order of insertion, with one index for the question asked most. */
export interface Table<T> {
  insert(record: T): T;
  remove(id: string): void;
  get(id: string): T | undefined;
  /** Records whose indexed member has this value. */
  of(value: string): readonly T[];
  readonly all: readonly T[];
}

export function createTable<T extends { readonly id: string }>(indexed: (record: T) => string): Table<T> {
  const byId = new Map<string, T>();
  const byValue = new Map<string, T[]>();
  let listed: readonly T[] | null = null;
  return {
    insert: (record) => {
      if (byId.has(record.id)) throw new RangeError(`There is a record with the id ${record.id} already`);
      byId.set(record.id, record);
      const bucket = byValue.get(indexed(record));
      if (bucket === undefined) byValue.set(indexed(record), [record]);
      else bucket.push(record);
      listed = null;
      return record;
    },
    remove: (id) => {
      const record = byId.get(id);
      if (record === undefined) return;
      byId.delete(id);
      const rest = (byValue.get(indexed(record)) ?? []).filter((each) => each !== record);
      byValue.set(indexed(record), rest);
      listed = null;
    },
    get: (id) => byId.get(id),
    of: (value) => byValue.get(value) ?? [],
    get all() {
      listed ??= [...byId.values()];
      return listed;
    },
  };
}
