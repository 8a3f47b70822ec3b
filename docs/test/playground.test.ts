/** The playground's stories go as their pages say, and its own logic does not get in the mapping's way. */
import { definePolicy, type Message } from '@clarus-klaviyo/mapping';
import { describe, expect, test } from 'vitest';
import { holdsOf } from '../playground/in-words.js';
import { readPolicy } from '../playground/read-policy.js';
import { readView } from '../playground/read-view.js';
import { beginSession, nextOf, type Session, show, takeAll, takeNext, wait } from '../playground/session.js';
import { aView } from '../stories/records.js';
import { STORIES } from '../stories/stories.js';
import type { Story } from '../stories/story.js';

function storyOf(id: string): Story {
  const story = STORIES.find((one) => one.id === id);
  if (story === undefined) throw new Error(`No story is called ${id}.`);
  return story;
}

function begin(id: string): Session {
  const story = storyOf(id);
  return beginSession(story, definePolicy(story.policy));
}

/** Everything sent, in order. */
function told(session: Session): readonly string[] {
  return session.entries.flatMap(({ milestones }) => milestones.flatMap(({ messages }) => messages.map(inWords)));
}

/** The metric, or what else was written. */
function inWords(message: Message): string {
  const mode = message.mode === 'live' ? '' : ` (${message.mode})`;
  switch (message.kind) {
    case 'event':
      return `${message.metric}${mode}`;
    case 'profile':
      return `profile ${JSON.stringify(message.body.data.attributes.properties)}${mode}`;
    case 'stock':
      return `stock ${message.body.data.attributes.inventory_quantity}${mode}`;
  }
}

const PARTLY = 'profile {"Warehouse Has Partly Shipped Order":true}';
const NOT_PARTLY = 'profile {"Warehouse Has Partly Shipped Order":false}';

describe('the stories', () => {
  test.each<readonly [string, readonly string[]]>([
    ['one-parcel', ['Fulfilled Shipment', 'Fulfilled Order']],
    [
      'split-over-two-days',
      ['Fulfilled Shipment', 'Fulfilled Partial Order', PARTLY, 'Fulfilled Shipment', 'Fulfilled Order', NOT_PARTLY],
    ],
    ['completed-at-label', ['Confirmed Shipment', 'Fulfilled Shipment', 'Fulfilled Order']],
    ['collection-times', ['Fulfilled Shipment', 'Fulfilled Order']],
    ['tracking-comes-later', ['Fulfilled Shipment', 'Fulfilled Order']],
    ['told-then-renumbered', ['Fulfilled Shipment', 'Fulfilled Order', 'Updated Shipment']],
    ['first-start', []],
    ['no-shipment', ['Fulfilled Shipment', 'Fulfilled Order']],
    ['delayed', ['Delayed Order']],
    ['load', ['Fulfilled Shipment', 'Fulfilled Order']],
    [
      'carrier-news',
      ['Fulfilled Shipment', 'Fulfilled Order', 'Collected Shipment', 'Marked Out for Delivery', 'Delivered Shipment'],
    ],
    ['back-in-stock', ['stock 0', 'stock 40']],
    ['synced-catalogue', []],
  ])('%s is told as expected', (id, expected) => {
    expect(told(takeAll(begin(id)))).toEqual(expected);
  });

  test.each(STORIES.map((story) => [story.id, story] as const))('%s comes to an end', (id, story) => {
    const end = takeAll(begin(id));
    expect(end.taken).toBe(story.steps.length);
    expect(nextOf(end)).toBeNull();
  });

  test('the message waits for the van, and the page says so', () => {
    const afterLabel = takeNext(takeNext(begin('collection-times')));
    expect(told(afterLabel)).toEqual([]);
    expect(holdsOf(afterLabel.state)).toEqual(['Shipment A waits for the collection.']);
    expect(nextOf(afterLabel)).toEqual({ kind: 'wake', at: '2026-03-02T17:30:00.000Z' });
  });
});

describe('a session', () => {
  test('waiting wakes what asked to be woken by then, and nothing later', () => {
    const held = takeNext(takeNext(begin('tracking-comes-later')));
    expect(told(wait(held, 3_600_000))).toEqual([]);
    expect(told(wait(held, 7_200_000))).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
  });

  test('an order of one’s own goes through the same mapping', () => {
    const session = begin('one-parcel');
    expect(show(session, aView()).entries).toHaveLength(1);
    expect(told(show(takeAll(session), aView()))).toEqual(told(takeAll(session)));
  });

  test('nothing is sent in shadow', () => {
    const story = storyOf('one-parcel');
    const session = takeAll(beginSession(story, definePolicy(story.policy), true));
    expect(told(session)).toEqual(['Fulfilled Shipment (withheld)', 'Fulfilled Order (withheld)']);
  });
});

describe('what a person types', () => {
  test('a policy that cannot be used is explained by definePolicy', () => {
    expect(readPolicy('{"dispatchStrategy":"auto"}')).toMatchObject({
      kind: 'mistakes',
      mistakes: [expect.stringMatching(/^shippedWhen: With the dispatch strategy "auto"/)],
    });
    expect(readPolicy('{"dispatchStrategy":')).toMatchObject({
      kind: 'mistakes',
      mistakes: [expect.stringMatching(/JSON/)],
    });
    expect(readPolicy('null').kind).toBe('mistakes');
  });

  test('a view that lacks something is not believed, and the place is named', () => {
    expect(readView(JSON.stringify(aView())).kind).toBe('view');
    const { contact: _contact, ...order } = aView().order;
    expect(readView(JSON.stringify({ ...aView(), order, lines: [{ sku: 1 }] }))).toMatchObject({
      kind: 'mistakes',
      mistakes: expect.arrayContaining([
        'order.contact: is missing. Write null where nothing is known.',
        'lines[0].sku: should be text.',
      ]),
    });
    expect(readView('7')).toEqual({ kind: 'mistakes', mistakes: ['The view: should be an object.'] });
  });
});
