/** The value of a key a record itself holds: ids and SKUs come from outside, and `constructor` is a legal SKU. */
export function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
