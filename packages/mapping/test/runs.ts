/** How often each property is tried: `FC_RUNS` and `FC_SEED` are set by `npm run test:deep`, or by hand to repeat a run. */
const seed = process.env['FC_SEED'];

export const RUNS: { readonly numRuns: number; readonly seed?: number } = {
  numRuns: Number(process.env['FC_RUNS'] ?? 1_000),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};
