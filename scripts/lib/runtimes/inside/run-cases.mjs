// Bundled with a suite: runs its cases one after the other inside the runtime, with nothing but Web standards.
import { touchedByImports } from './watch-imports.mjs';

const PATIENCE_MS = 20_000; // a case takes milliseconds; this ends one that hangs

/** @returns {Promise<{ agent: string, results: { name: string, problem: string | null }[] }>} plain JSON */
export async function runCases(cases) {
  const touched = touchedByImports();
  globalThis.fetch = () => {
    throw new Error('something called the network, which no case may');
  };
  const results = [];
  for (const [name, work] of Object.entries({ ...cases, 'importing it starts nothing': () => assertEmpty(touched) })) {
    results.push({ name, problem: await problemOf(work) });
  }
  return { agent: navigator.userAgent, results };
}

function assertEmpty(touched) {
  if (touched.length > 0) throw new Error(`the import touched ${touched.join(', ')}`);
}

async function problemOf(work) {
  let timer;
  const deadline = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  try {
    await Promise.race([(async () => work())(), deadline]);
    return null;
  } catch (error) {
    return String(error?.stack ?? error);
  } finally {
    clearTimeout(timer);
  }
}
