/** An incident in one concrete sentence: what happened, to what. Pure. */
import type { FindingCode } from '@clarus-klaviyo/mapping';
import { explainFinding } from '@clarus-klaviyo/mapping/sentences';
import type { Incident } from '../stores/store.js';
import { isIncidentClass } from './catalogue.js';
import type { SyncIncidentClass } from './classes.js';
import { maskEmails } from './mask.js';

type Detail = Incident['detail'];

/** The reason in brackets, where there is one: a stable code that a person can look up. */
function because(detail: Detail): string {
  const reason = detail['reason'] ?? detail['code'];
  return reason === undefined ? '' : ` (${reason})`;
}

const SENTENCES: Readonly<Record<SyncIncidentClass, (subject: string, detail: Detail) => string>> = {
  'alerts-undelivered': (subject, detail) => `The alert sink of ${subject} does not take alerts${because(detail)}.`,
  'catalogue-unavailable': (subject, detail) =>
    `The shop of account ${subject} does not answer for its products${because(detail)}.`,
  'clarus-refuses-credentials': (subject, detail) =>
    `Clarus refuses the API client of tenant ${subject}${because(detail)}.`,
  'clarus-unavailable': (subject, detail) => `Clarus does not answer for tenant ${subject}${because(detail)}.`,
  'dead-letter': (subject, detail) => `A message about ${subject} died${because(detail)}.`,
  'decide-failed': (subject, detail) => `Deciding about ${subject} failed${because(detail)}.`,
  'dispatched-not-told': (subject) => `Order ${subject} left, and its customer has not been told.`,
  'klaviyo-dropped-silently': (subject) => `Klaviyo accepted a message about ${subject} twice and does not have it.`,
  'klaviyo-refuses-key': (subject, detail) => `Klaviyo refuses the key of account ${subject}${because(detail)}.`,
  'klaviyo-unavailable': (subject, detail) => `Klaviyo does not take messages of account ${subject}${because(detail)}.`,
  'label-without-dispatch': (subject) => `Order ${subject} has a label, and nothing says that it left.`,
  'observation-unclaimed': (subject) => `Something was said of orders that tenant ${subject} does not have.`,
  'order-stuck': (subject) => `Order ${subject} was released to the warehouse and has not left.`,
  'record-unreadable': (subject, detail) => `Clarus's answer about ${subject} cannot be understood${because(detail)}.`,
  'return-lines-unknown': (subject) => `Return ${subject} came without its lines.`,
  'sweep-failed': (subject, detail) =>
    `Looking for what webhooks missed failed for tenant ${subject}${because(detail)}.`,
  'webhook-not-understood': (subject, detail) => `Webhooks of ${subject} came that nobody explained${because(detail)}.`,
  'webhook-silence': (subject) => `No webhook came from ${subject} while the warehouse was at work.`,
};

function isSyncClass(name: string): name is SyncIncidentClass {
  return Object.hasOwn(SENTENCES, name);
}

function isFindingCode(name: string): name is FindingCode {
  return isIncidentClass(name) && !isSyncClass(name);
}

/** What happened, with every e-mail address in it masked. */
export function explainIncident(
  incident: Pick<Incident, 'class' | 'subject' | 'owner' | 'severity' | 'detail'>,
): string {
  const { class: name, subject, detail, owner, severity } = incident;
  if (isSyncClass(name)) return maskEmails(SENTENCES[name](subject, detail));
  if (!isFindingCode(name)) return maskEmails(`${name}: ${subject}.`);
  return maskEmails(explainFinding({ code: name, subject, detail, owner, severity }).sentence);
}
