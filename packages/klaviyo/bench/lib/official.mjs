// Klaviyo's own SDK on the same work as ours: its events interface, our events in its words, and a run that is only told.
import { setTimeout as sleep } from 'node:timers/promises';
import { callMany, official, report } from './bench.mjs';

const LIMIT_SECONDS = 240;
const file = official('dist/api.js');

/** Makes its events interface for a server, with its own retries; null where it is not installed, which has been said. */
export const officialEvents =
  file === null
    ? null
    : async (baseUrl) => {
        const { default: sdk } = await import(file.href);
        const api = new sdk.EventsApi(new sdk.ApiKeySession('pk_ours'));
        api.basePath = baseUrl;
        return api;
      };

/** The phase of windows that begin now. Elsewhere, two minutes' quota in a few seconds would be a matter of luck. */
export const phaseOfNow = (scale = 1) => (Date.now() * scale) % 60_000;

function attributesOf({ data }) {
  const { unique_id: uniqueId, time, properties, metric } = data.attributes;
  return { uniqueId, time: new Date(time), properties, metric };
}

export function officialEvent(body) {
  const { profile } = body.data.attributes;
  return { data: { type: 'event', attributes: { ...attributesOf(body), profile } } };
}

/** One bulk request, grouped by profile as ours are. */
export function officialBatch(bodies) {
  const people = Map.groupBy(bodies, ({ data }) => data.attributes.profile.data.attributes.email);
  const data = [...people.values()].map((group) => ({
    type: 'event-bulk-create',
    attributes: {
      profile: group[0].data.attributes.profile,
      events: { data: group.map((body) => ({ type: 'event', attributes: attributesOf(body) })) },
    },
  }));
  return { data: { type: 'event-bulk-create-job', attributes: { eventsBulkCreate: { data } } } };
}

/** Makes the calls and prints what became of `events` events. Nothing here can be missed; after four minutes it is cut. */
export async function reportOfficial(name, { server, ideal, events, calls, concurrency, call }) {
  const startedMs = performance.now();
  const cut = sleep(LIMIT_SECONDS * 1_000, null, { ref: false });
  const failures = await Promise.race([callMany(calls, concurrency, call), cut]);
  const seconds = (performance.now() - startedMs) / 1_000;
  const { stats, recorded, distinct } = await server.ask();
  server.stop();
  const end = failures === null ? `, cut at ${LIMIT_SECONDS} s` : `, ${failures.length} of ${calls} calls failed`;
  const tell = (what, value) => report(`${name}, official: ${what}`, value, undefined, true);
  tell(`time / ideal of ${ideal} s`, (seconds / ideal).toFixed(3));
  tell('answers of 429', `${((100 * stats.rateLimited) / stats.requests).toFixed(1)} %`);
  tell('lost', `${events - distinct} of ${events}${end}`);
  tell('doubled', recorded - distinct);
}
