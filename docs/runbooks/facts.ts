/** What the catalogue of incidents says, as the runbooks show it: the pages hold the advice, never these facts. */
import { INCIDENT_CATALOGUE, type IncidentEntry, UNKNOWN_CLASS } from '../../packages/sync/src/incidents/catalogue.js';

const OWNERS: Readonly<Record<IncidentEntry['owner'], string>> = {
  ecommerce: 'Ecommerce',
  integration: 'Integration',
  warehouse: 'Warehouse',
};

const SEVERITIES: Readonly<Record<IncidentEntry['severity'], string>> = {
  error: 'error: somebody should act today',
  warning: 'warning: somebody should look',
  info: 'info: good to know',
};

/** Every runbook there has to be, by its key; `UNKNOWN_CLASS` has one too. */
export const RUNBOOKS: Readonly<Record<string, IncidentEntry>> = Object.fromEntries(
  [...Object.values(INCIDENT_CATALOGUE), UNKNOWN_CLASS].map((entry) => [entry.runbook, entry]),
);

/** Markdown that stands under the heading of a runbook. */
export function factsOf({ meaning, severity, owner, secondOwner, escalateAfterMs, action }: IncidentEntry): string {
  const escalation =
    escalateAfterMs === null
      ? `never escalates; ${OWNERS[secondOwner]} may help`
      : `open for longer than ${inWords(escalateAfterMs)}: ${OWNERS[secondOwner]} is told too`;
  return [
    `**For customers:** ${meaning}`,
    '',
    `**Owner:** ${OWNERS[owner]} (${escalation}). **Severity:** ${SEVERITIES[severity]}.`,
    '',
    `**In short:** ${action}`,
    '',
  ].join('\n');
}

function inWords(durationMs: number): string {
  const minutes = durationMs / 60_000;
  if (minutes < 60) return `${minutes} minutes`;
  const hours = minutes / 60;
  if (hours < 24) return hours === 1 ? 'an hour' : `${hours} hours`;
  return hours === 24 ? 'a day' : `${hours / 24} days`;
}

/** The page that says who does what. */
export function runbookIndex(): string {
  const owners = Object.entries(OWNERS) as readonly (readonly [IncidentEntry['owner'], string])[];
  const sections = owners.flatMap(([owner, name]) => [
    `## ${name}`,
    '',
    OWNER_IS[owner],
    '',
    '| Incident | Severity | For customers |',
    '| --- | --- | --- |',
    ...Object.entries(RUNBOOKS)
      .filter(([, entry]) => entry.owner === owner)
      .map(([key, { title, severity, meaning }]) => `| [${title}](/runbooks/${key}) | ${severity} | ${meaning} |`),
    '',
  ]);
  return [
    '# Runbooks',
    '',
    'One page for each class of incident: what it means for customers, who owns it, what to do now, how to prevent it. Incidents are on',
    'the health page, in `clarus-klaviyo incidents`, and in the alerts. Most close by themselves when their cause is gone.',
    '',
    ...sections,
    '## Before anything else',
    '',
    '- **Nothing is lost by waiting.** Webhooks are kept before they are answered, messages go out in order once the way is free, and a',
    '  message that is too late to be news goes onto the timeline without starting a flow.',
    '- **Look at one order first.** `clarus-klaviyo explain WEB-1001`, or the search on the health page, tells its story in words.',
    '- **In doubt, pause.** `clarus-klaviyo pause --account brand --yes` holds everything back and loses nothing; `resume` goes on.',
    '',
  ].join('\n');
}

const OWNER_IS: Readonly<Record<IncidentEntry['owner'], string>> = {
  warehouse: 'People who can look at the floor and correct records in Clarus.',
  ecommerce: 'People who own what customers read: flows, catalogue, customer service.',
  integration: 'People who run this service and hold its keys and its policy.',
};
