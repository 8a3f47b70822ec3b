/** Every story of an order, as a business analyst tells it: `stories/` has them by subject. */
import { describe, test } from 'vitest';
import { CORRECTIONS, NEWS } from './stories/after-telling.js';
import { SHIPPING } from './stories/shipping.js';
import { SPELLINGS } from './stories/spellings.js';
import { expectStory } from './story.js';

describe('an order', () => {
  test.each(SHIPPING)('$name', expectStory);
});

describe('what was told is corrected', () => {
  test.each(CORRECTIONS)('$name', expectStory);
});

describe('labels, carriers, delays and edits', () => {
  test.each(NEWS)('$name', expectStory);
});

describe('codes', () => {
  test.each(SPELLINGS)('$name', expectStory);
});
