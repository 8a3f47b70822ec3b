/** One thing the doctor looked at, judged. */
export interface Check {
  /** Stable, for programs: `klaviyo-scope-events-write`. */
  readonly id: string;
  readonly group: 'environment' | 'clarus' | 'klaviyo' | 'automations' | 'machine';
  readonly verdict: 'ok' | 'warning' | 'failure' | 'unknown';
  /** What was found, in a sentence. No secret, nobody's data. */
  readonly sentence: string;
  /** What to do; null where there is nothing to do. */
  readonly action: string | null;
}

/** Something the code does not rely on being told, and what this tenant showed of it. */
export interface Assumption {
  readonly id: string;
  readonly claim: string;
  readonly verdict: 'confirmed' | 'not' | 'cannot tell';
  readonly sentence: string;
}

type Judge = (id: string, sentence: string, action?: string) => Check;

/** The checks of one group, said briefly. */
export function checksOf(group: Check['group']): Readonly<Record<Check['verdict'], Judge>> {
  const judge =
    (verdict: Check['verdict']): Judge =>
    (id, sentence, action) => ({ id, group, verdict, sentence, action: action ?? null });
  return { ok: judge('ok'), warning: judge('warning'), failure: judge('failure'), unknown: judge('unknown') };
}
