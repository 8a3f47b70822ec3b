import { expect, test } from 'vitest';
import * as testing from './index.js';

test('the public list is the one that was decided on', () => {
  expect(Object.keys(testing).sort()).toEqual([
    'ConnectionDropped',
    'WarehouseRefusal',
    'createWorld',
    'fakeClarus',
    'fakeKlaviyo',
    'generateDay',
    'judgeDay',
    'playDay',
    'scaledClock',
    'seededRandom',
    'systemClock',
    'variantId',
    'virtualClock',
    'webhookSender',
  ]);
});
