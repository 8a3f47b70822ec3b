import { expect, test } from 'vitest';
import * as root from '../src/index.js';
import * as webhooks from '../src/webhooks.js';

test('what each entry exports is a decision', () => {
  expect(Object.keys(root).toSorted()).toEqual([
    'ClarusAuthError',
    'ClarusDecodeError',
    'ClarusError',
    'ClarusGraphQLError',
    'ClarusInconsistentReadError',
    'ClarusNotFoundError',
    'ClarusPagingError',
    'ClarusRateLimitError',
    'ClarusRequestError',
    'ClarusTimeoutError',
    'ClarusTransportError',
    'ClarusUnavailableError',
    'ClarusValidationError',
    'DEFAULT_RETRY_POLICY',
    'createClarus',
  ]);
  expect(Object.keys(webhooks).toSorted()).toEqual([
    'DEFAULT_MAX_BODY_BYTES',
    'authenticate',
    'decode',
    'identify',
    'readBody',
  ]);
});
