/** The part of Bottleneck's light build that `pacing.ts` uses; the package types its full build only. */
declare module 'bottleneck/light.js' {
  export default class Bottleneck {
    constructor(options: { readonly maxConcurrent: number });
    /** Runs jobs in order of priority (0 first, 9 last), then of arrival. */
    schedule<T>(options: { readonly priority: number }, job: () => Promise<T>): Promise<T>;
  }
}
