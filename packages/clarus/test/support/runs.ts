/** How many cases a property is tried with: few in a hurry, `FC_RUNS` of them when told, from `FC_SEED` on. */
export function runs(hasty: number, atLeastWhenDeep = 0): { readonly numRuns: number; readonly seed?: number } {
  const { DEEP, FC_RUNS, FC_SEED } = process.env;
  const asked = FC_RUNS === undefined ? hasty : Number(FC_RUNS);
  return {
    numRuns: DEEP === undefined ? asked : Math.max(asked, atLeastWhenDeep),
    ...(FC_SEED === undefined ? {} : { seed: Number(FC_SEED) }),
  };
}
