import { expect, test } from 'vitest';
import { anEvent } from '../../test/events.js';
import { Batches } from './batches.js';
import type { BulkItem, PendingItem } from './fate.js';

const item = (id: string, lane: string, bytes = 0): BulkItem => {
  const { data } = anEvent(id);
  return {
    lane,
    body: { data: { ...data, attributes: { ...data.attributes, properties: { Note: 'x'.repeat(bytes) } } } },
  };
};
const ids = (batch: readonly PendingItem[]): readonly unknown[] => batch.map(({ uniqueId }) => uniqueId);

test('an event does not overtake one of its lane that waits, though the lane has become free meanwhile', async () => {
  const busy = new Set(['order:1']);
  async function* stream(): AsyncGenerator<BulkItem> {
    yield item('1a', 'order:1');
    busy.delete('order:1'); // its request was answered while we read on
    yield item('1b', 'order:1');
    yield item('2a', 'order:2');
  }
  const batches = new Batches(
    stream(),
    () => {},
    () => {},
  );
  expect(ids(await batches.next(busy))).toEqual(['2a']);
  expect(ids(await batches.next(busy))).toEqual(['1a']);
  expect(ids(await batches.next(busy))).toEqual(['1b']);
  expect(await batches.next(busy)).toEqual([]);
});

test('nor one that was too large for the batch', async () => {
  const stream = [item('1a', 'order:1', 3_000_000), item('2a', 'order:2', 3_000_000), item('2b', 'order:2')];
  const batches = new Batches(
    stream,
    () => {},
    () => {},
  );
  const none = new Set<string>();
  expect(ids(await batches.next(none))).toEqual(['1a']);
  expect(ids(await batches.next(none))).toEqual(['2a']);
  expect(ids(await batches.next(none))).toEqual(['2b']);
});

test('keeps what was read and not given out for whoever closes it, and reads no further', async () => {
  const batches = new Batches(
    [item('1a', 'order:1'), item('1b', 'order:1')],
    () => {},
    () => {},
  );
  await batches.next(new Set());
  expect(ids(await batches.close())).toEqual(['1b']);
  expect(await batches.close()).toEqual([]);
});
