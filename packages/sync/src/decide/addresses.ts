/** The e-mail addresses a state holds, wherever in it: what `forget` must find again. Pure. */
const ADDRESS = /[^\s"<>(),:;[\]\\]+@[^\s"<>(),:;[\]\\]+/g;

export function addressesIn(state: unknown): readonly string[] {
  const found = JSON.stringify(state ?? null).match(ADDRESS) ?? [];
  return [...new Set(found.map((address) => address.toLowerCase()))];
}
