import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { aFile } from './__fixtures__/sqlite-files.js';
import { ACCOUNT, aMessage, NOON } from './conformance/builders.js';
import { openSqliteStore } from './sqlite.js';

/** Every statement the store prepares, by listening at the connection while it does. */
async function preparedStatements(path: string): Promise<string[]> {
  const statements: string[] = [];
  const prepare = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function (sql, options) {
    statements.push(sql);
    return prepare.call(this, sql, options);
  };
  try {
    await (await openSqliteStore(path)).close();
  } finally {
    DatabaseSync.prototype.prepare = prepare;
  }
  return statements.filter((sql) => /^\s*(SELECT|UPDATE|DELETE)/.test(sql));
}

/** Small whatever the backlog: one row, a dozen, what is listed, what is in flight, what is open. */
const SMALL = /^SCAN (owner|schema_version|vault|tallies|tracks|pauses|reads|flights|incidents|listed|json_each)\b/;

test('no statement walks a table that grows with the backlog, and none sorts one', async () => {
  const path = aFile();
  const statements = await preparedStatements(path);
  expect(statements.length).toBeGreaterThan(30);
  const database = new DatabaseSync(path);
  const costly = statements.filter((sql) => {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    const plan = steps.map(({ detail }) => String(detail)).filter((step) => !SMALL.test(step));
    if (/FROM incidents ORDER BY/.test(sql)) return false; // the open ones, asked for whole
    const sortsWhatIsListed = /FROM json_each\(\?1\) AS listed/.test(sql); // a bulk request's, at most
    if (!sortsWhatIsListed && plan.some((step) => step.includes('TEMP B-TREE'))) return true;
    // A walk along an index is left after LIMIT rows, or at the first one for a MIN.
    return plan.some((step) => step.startsWith('SCAN')) && !/ LIMIT |SELECT MIN\(/.test(sql);
  });
  database.close();
  expect(costly).toEqual([]);
});

test('messages behind others in their lane are not looked at when heads are taken', async () => {
  const path = aFile();
  const store = await openSqliteStore(path);
  const backlog = Array.from({ length: 2_000 }, (_, index) => aMessage(`m${index}`, { lane: `order:${index % 3}` }));
  await store.transact([], NOON, () => ({ writes: [], messages: backlog }));
  expect(await store.takeMessages(NOON, 1_000, [ACCOUNT])).toHaveLength(3);
  await store.close();

  const database = new DatabaseSync(path);
  const stages = database.prepare('SELECT stage, COUNT(*) AS rows FROM messages GROUP BY stage ORDER BY stage').all();
  const flights = database.prepare('SELECT seq FROM flights').all();
  database.close();
  expect(stages).toEqual([
    { stage: 'behind', rows: 1_997 },
    { stage: 'ready', rows: 3 },
  ]);
  expect(flights).toHaveLength(3);
});
