import { isRecord, parseJson } from '../json.js';
import {
  isWebhookResource,
  type KnownWebhookEvent,
  type UnknownWebhookEvent,
  type WebhookContact,
  type WebhookEvent,
  type WebhookFacts,
  type WebhookReference,
} from './events.js';

/** Which automation rang, and what each stands for. */
export interface DecodeOptions {
  /** From the header `X-ClarusWMS-Automation-ID`: the only thing that says what happened. */
  readonly automationId: string | null;
  /** What each automation stands for, as `resource.event`: `{ '43': 'goods_out.completed' }`. */
  readonly automations: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a webhook's body. Clarus documents no body, so this looks for what could be there in the places it could be:
 * at the root, in `data`, in `data.attributes`, in `relationships`, or as the only element of a list. Total: whatever
 * comes in, an event comes out, `unknown` being a normal one.
 */
export function decode(rawBody: string, { automationId, automations }: DecodeOptions): WebhookEvent {
  const name =
    automationId !== null && Object.hasOwn(automations, automationId) ? String(automations[automationId]).trim() : null;
  const body = parseJson(rawBody);
  const root = onlyRecordOf(body);
  const [resource = '', event = ''] = name?.toLowerCase().split('.', 2) ?? [];
  const facts = factsOf(root, resource);

  const unknown = (reason: UnknownWebhookEvent['reason']): UnknownWebhookEvent => ({
    resource: 'unknown',
    event: null,
    name,
    reason,
    ...facts,
  });
  if (body === undefined) return unknown('body-not-json');
  if (root === null) return unknown('body-not-one-record');
  if (name === null) return unknown('automation-unmapped');
  if (!isWebhookResource(resource) || event === '') return unknown('resource-unknown');
  // The pair is one of the union's: resource and event travel together, and every event is an open string.
  return { resource, event, name: `${resource}.${event}`, ...facts } as KnownWebhookEvent;
}

function onlyRecordOf(value: unknown): Fields | null {
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isRecord(only) ? only : null;
}

/** The places a field can be, innermost first: an id in `data` is the record's, one at the root may not be. */
function layersOf(root: Fields): readonly Fields[] {
  const data = onlyRecordOf(root['data']);
  const attributes = onlyRecordOf((data ?? root)['attributes']);
  return [attributes, data, root].filter((layer) => layer !== null);
}

/** One flat record of `{ data: { id, type, attributes, relationships } }` and its kin; what surrounds `data` stays out. */
function unwrapped(root: Fields): Fields {
  const { attributes, ...beside } = onlyRecordOf(root['data']) ?? root;
  const inside = onlyRecordOf(attributes);
  return inside === null && attributes !== undefined ? { ...beside, attributes } : { ...beside, ...inside };
}

function factsOf(root: Fields | null, resource: string): WebhookFacts {
  const layers = root === null ? [] : layersOf(root);
  const recordId = find(layers, (layer) => textOf(layer['id']));
  return {
    recordId,
    reference: find(layers, (layer) => textOf(layer['reference'])),
    orderId: resource === 'goods_out' ? recordId : (referenceOf(layers, 'goods_out')?.id ?? null),
    account: referenceOf(layers, 'account'),
    product: productOf(layers),
    warehouse: referenceOf(layers, 'warehouse'),
    contact: contactOf(layers),
    record: root === null ? null : unwrapped(root),
  };
}

function find<T>(layers: readonly Fields[], read: (layer: Fields) => T | null): T | null {
  for (const layer of layers) {
    const found = read(layer);
    if (found !== null) return found;
  }
  return null;
}

/** `account: { id, code }`, `account_id` + `account_code`, or JSON:API's `relationships.account.data`. */
function referenceOf(layers: readonly Fields[], name: string): WebhookReference | null {
  const read = (key: 'id' | 'code'): string | null =>
    find(
      layers,
      (layer) => find(relatedOf(layer, name), (part) => textOf(part[key])) ?? textOf(layer[`${name}_${key}`]),
    );
  const [id, code] = [read('id'), read('code')];
  return id === null && code === null ? null : { id, code };
}

function productOf(layers: readonly Fields[]): WebhookReference | null {
  const product = referenceOf(layers, 'product');
  const code = product?.code ?? find(layers, (layer) => textOf(layer['sku']));
  return product === null && code === null ? null : { id: product?.id ?? null, code };
}

/** The layers of a record inside this one, whether nested or related. */
function relatedOf(layer: Fields, name: string): readonly Fields[] {
  const relationships = onlyRecordOf(layer['relationships']);
  return [layer[name], relationships?.[name]].flatMap((value) => {
    const related = onlyRecordOf(value);
    return related === null ? [] : layersOf(related);
  });
}

/** A bare `email` is not taken for the recipient's: it could be anybody's. */
function contactOf(layers: readonly Fields[]): WebhookContact | null {
  const addresses = layers.flatMap((layer) => relatedOf(layer, 'address'));
  const read = (inAddress: string, besides: string): string | null =>
    find(addresses, (address) => textOf(address[inAddress])) ??
    find(layers, (layer) => textOf(layer[besides]) ?? textOf(layer[inAddress]));
  const email = read('email_address', 'recipient_email');
  const phone = read('phone_number', 'recipient_phone_number');
  const country = read('country_code', 'recipient_country_code')?.toUpperCase() ?? '';
  const countryCode = /^[A-Z]{2}$/.test(country) ? country : null;
  return email === null && phone === null && countryCode === null ? null : { email, phone, countryCode };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
