/** Sample events, so that a marketer can build a flow before the first parcel leaves. */
import { type EventBody, type EventMessage, messageId, type Policy, toKlaviyo } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncAccount, SyncContext } from '../config.js';
import { SyncRequestError } from '../errors.js';
import type { SampleResult } from '../operations.js';
import { namedAccounts } from '../routing.js';
import { type SampleFacts, sampleMilestones } from './sample-milestones.js';

export interface SampleRequest {
  readonly to: string;
  readonly account?: string;
  readonly metrics?: readonly string[];
}

/** Klaviyo answers 202 for these and throws the event away: nobody would find out why nothing shows. */
const DISCARDED_DOMAIN = /(^|\.)(example|test|invalid|localhost|local)$|(^|\.)(example|test)\.(com|org|net)$/;

/**
 * One event per metric that the policy sends, with every property it can have, made as real ones are. They carry
 * `IsSample: true`, ids of their own, and start flows: send them to an address of yours. They never enter the ledger.
 *
 * @throws {SyncRequestError} the address is none or one that Klaviyo discards; which account is not clear; a metric is
 * not sent. Nothing was sent.
 * @throws the Klaviyo client's error: some may have been sent. Asking again sends them all, as new ones.
 */
export async function sample(context: SyncContext, request: SampleRequest): Promise<SampleResult> {
  const to = addressOf(request.to);
  const account = accountOf(context, request.account);
  const facts = { tenant: context.tenant, email: to, at: toInstant(context.clock.now()) };
  const events = wanted(sampleEvents(account.policy, facts), request.metrics);
  const sent: { readonly metric: string; readonly eventId: string }[] = [];
  for (const { metric, id, body } of events) {
    await account.klaviyo.events.create(body, { retry: false, priority: 'live' });
    sent.push({ metric, eventId: id });
  }
  return { account: account.name, to, sent };
}

function addressOf(to: string): string {
  const address = to.trim();
  const domain = /^[^\s@]+@([^\s@]+\.[^\s@.]+)$/.exec(address)?.[1]?.toLowerCase();
  if (domain === undefined) throw new SyncRequestError('to', 'it must be one e-mail address.');
  if (DISCARDED_DOMAIN.test(domain)) {
    throw new SyncRequestError('to', `Klaviyo silently discards events of ${domain}; take an address that you read.`);
  }
  return address;
}

function accountOf({ accounts }: SyncContext, name: string | undefined): SyncAccount {
  const [account, ...others] = namedAccounts(accounts, name);
  if (account === undefined || others.length > 0) {
    throw new SyncRequestError(
      'account',
      `there are several, name one: ${accounts.map((one) => one.name).join(', ')}.`,
    );
  }
  return account;
}

/** Every event the policy sends; the kinds it has switched off make none. */
function sampleEvents(policy: Policy, facts: SampleFacts): readonly EventMessage[] {
  return sampleMilestones(facts).flatMap((milestone) =>
    toKlaviyo(milestone, policy).flatMap((message) => (message.kind === 'event' ? [asSample(message, facts)] : [])),
  );
}

/** A second message of a milestone is named after the real order: it gets a sample's id like the others. */
function asSample(message: EventMessage, { tenant, at }: SampleFacts): EventMessage {
  const prefix = messageId(tenant, 'sample');
  const kind = message.id.split(':')[1] ?? '';
  const id = message.id.startsWith(`${prefix}:`) ? message.id : messageId(tenant, 'sample', kind, at);
  const { attributes } = message.body.data;
  const properties = { ...attributes.properties, EventId: id, IsSample: true };
  const body: EventBody = { data: { ...message.body.data, attributes: { ...attributes, properties, unique_id: id } } };
  return { ...message, id, body };
}

function wanted(events: readonly EventMessage[], metrics: readonly string[] | undefined): readonly EventMessage[] {
  if (metrics === undefined) return events;
  const unknown = metrics.find((metric) => !events.some((event) => event.metric === metric));
  if (unknown !== undefined) {
    const sent = events.map(({ metric }) => metric).join(', ');
    throw new SyncRequestError('metrics', `${JSON.stringify(unknown)} is not sent; these are: ${sent}.`);
  }
  return events.filter(({ metric }) => metrics.includes(metric));
}
