import { expect, test } from 'vitest';
import { aFile } from './__fixtures__/sqlite-files.js';
import { runFixture } from './__fixtures__/sqlite-process.js';
import { ACCOUNT } from './conformance/builders.js';
import { openSqliteStore } from './sqlite.js';

/** `npm run test:crash` for a long run; `STORE_SEED` for another schedule. */
const CRASHES = Number(process.env.STORE_CRASHES ?? 8);
const SEED = Number(process.env.STORE_SEED ?? 20_260_301);

/** Numbers its webhooks from here on: behind those of any other life. */
const LAST_LIFE = 900_000_000;
const IS_LONG = CRASHES >= 1_000;
/** A life ends at any of so many statements. */
const MAX_STATEMENTS = IS_LONG ? 7_000 : 1_200;
/** So many webhooks a life offers on average, at least: 1,000 deaths are spread over 50,000 observations. */
const OBSERVATIONS_PER_DEATH = IS_LONG ? 50 : 8;

interface Told {
  readonly offered: Set<string>;
  readonly promised: Set<string>;
  /** Everything said to have been sent, in order, per lane. */
  readonly sent: Map<string, { readonly id: string; readonly crashes: number; readonly isAmbiguous: boolean }[]>;
}

function listen(told: Told, output: string): void {
  for (const line of output.split('\n')) {
    const [word, ...rest] = line.split(' ');
    if (word === 'offered') for (const number of rest) told.offered.add(number);
    if (word === 'promised') for (const number of rest) told.promised.add(number);
    if (word !== 'sent') continue;
    const [lane = '', id = '', crashes = '', certainty = ''] = rest;
    const sent = told.sent.get(lane) ?? [];
    told.sent.set(lane, [...sent, { id, crashes: Number(crashes), isAmbiguous: certainty === 'ambiguous' }]);
  }
}

/** Small, seeded, good enough to choose where to die. */
function createDice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

test(
  `nothing promised is lost, and nothing is sent out of order, over ${CRASHES} deaths at any statement (seed ${SEED})`,
  async () => {
    const path = aFile();
    const dice = createDice(SEED);
    const told: Told = { offered: new Set(), promised: new Set(), sent: new Map() };
    let deaths = 0;
    for (let life = 0; deaths < CRASHES; life += 1) {
      const dieAt = 1 + dice(MAX_STATEMENTS);
      const result = runFixture('sqlite-crash-writer.ts', [
        path,
        String(SEED + life),
        String(dieAt),
        String(life * 1_000),
      ]);
      listen(told, result.stdout);
      // A restart is never refused for the dead owner's sake, and nothing else goes wrong on the way.
      expect(result.stdout).not.toMatch(/^(owned|failed)/m);
      expect(result.stderr).toBe('');
      if (result.signal === 'SIGKILL') deaths += 1;
      else expect(result.stdout).toMatch(/^done/m);
    }
    const last = runFixture('sqlite-crash-writer.ts', [path, String(SEED), '0', String(LAST_LIFE)]);
    listen(told, last.stdout);
    expect(last.stdout).toMatch(/^done/m);

    const store = await openSqliteStore(path);
    const ledger = await store.ledger({});
    const counts = await store.counts();
    await store.close();
    expect(counts).toEqual({
      raw: 0,
      parked: 0,
      bells: 0,
      pending: 0,
      delivered: ledger.length,
      dead: 0,
      withheld: 0,
      oldestPendingAtMs: null,
      accounts: [{ account: ACCOUNT, pending: 0, oldestPendingAtMs: null }],
    });

    expect(told.offered.size).toBeGreaterThanOrEqual(deaths * OBSERVATIONS_PER_DEATH);
    const delivered = ledger.map(({ id }) => id.slice(1));
    expect(new Set(delivered).size).toBe(delivered.length);
    expect([...told.promised].filter((number) => !delivered.includes(number))).toEqual([]);
    expect(delivered.filter((number) => !told.offered.has(number))).toEqual([]);

    for (const [lane, sent] of told.sent) {
      const firsts = sent.filter(({ id }, index) => sent[index - 1]?.id !== id);
      expect(firsts.map(({ id }) => id)).toEqual(ledger.filter((entry) => entry.lane === lane).map(({ id }) => id));
      for (const [index, { id, crashes, isAmbiguous }] of sent.entries()) {
        const before = sent[index - 1];
        // Taken but dead before sending also counts as a crash, so a first sending may be ambiguous; a second must be.
        expect(isAmbiguous).toBe(crashes > 0);
        if (before?.id === id) expect(crashes).toBeGreaterThan(before.crashes);
      }
    }
  },
  60_000 + CRASHES * 10_000, // a death takes half a second on two busy cores
);
