import { expect, test } from 'vitest';
import * as root from '../src/index.js';
import * as webhooks from '../src/webhooks.js';
import * as writes from '../src/writes.js';

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
    'INTEGRATION_EVENTS',
    'createClarus',
  ]);
  expect(Object.keys(webhooks).toSorted()).toEqual([
    'DEFAULT_MAX_BODY_BYTES',
    'authenticate',
    'decode',
    'identify',
    'readBody',
  ]);
  expect(Object.keys(writes).toSorted()).toEqual([
    'adjustStockDown',
    'cancelOrder',
    'cancelShipment',
    'createAutomation',
    'createCustomer',
    'createOnce',
    'createOrder',
    'createProduct',
    'createReceipt',
    'createShipment',
    'deleteAutomation',
    'deleteCustomer',
    'deleteOrder',
    'deleteProduct',
    'deleteReceipt',
    'deleteShipment',
    'findByCode',
    'findByReference',
    'holdStock',
    'mayHaveHappened',
    'moveStock',
    'receiveReceipt',
    'releaseStock',
    'revertReceipt',
    'runAutomation',
    'shortOrderLines',
    'submitShipment',
    'transferStock',
    'updateAutomation',
    'updateCustomer',
    'updateOrder',
    'updateProduct',
    'updateReceipt',
    'updateShipment',
  ]);
});
