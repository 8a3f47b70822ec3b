/** `provision`: webhook automations in Clarus, made through its API or, with the steps it prints, by hand. */
import { type AutomationPlan, ClarusValidationError, createClarus, INTEGRATION_EVENTS } from '@clarus-klaviyo/clarus';
import { type Command, defineCommand, reply } from '../command/command.js';
import { isAgreed } from '../command/consent.js';
import { RefusedError, UsageError } from '../command/errors.js';
import { EXIT } from '../command/exit-codes.js';
import { CONSENT_OPTIONS, DO_IT, JSON_OPTION } from '../command/options.js';
import { counted, table } from '../command/table.js';
import { required } from '../command/values.js';
import { inspectEnvironment, needVariables } from '../serve/environment.js';
import { readKnownAutomations, writeKnownAutomations } from './provision/known-automations.js';
import { webhookUrl } from './provision/webhook-url.js';

const VARIABLES = ['CLARUS_BASE_URL', 'CLARUS_CLIENT_ID', 'CLARUS_CLIENT_SECRET', 'CLARUS_SUBDOMAIN'];
const STATE_FILE = 'clarus-klaviyo.automations.json';
/** Enough for a plan: what is there and what is missing does not depend on it. */
const UNKNOWN_CODE = '(not given)';

export const provision: Command = defineCommand({
  name: 'provision',
  about:
    'Compares the webhook automations of the tenant with those the service needs, and shows what is missing: as a plan for the API, and as steps for Clarus’s automations screen. The screen is the proven way. That automations made through the API ring like others is not documented, and one value the API requires (the destination code of a webhook) is documented for e-mail only: ask your Clarus consultant for it, or follow the steps. Automations that are not ours are never touched. Afterwards it prints the value for CLARUS_AUTOMATIONS.',
  options: {
    'public-url': { type: 'string', value: 'address', help: 'where Clarus reaches the service. Default: PUBLIC_URL' },
    'destination-code': {
      type: 'string',
      value: 'code',
      help: 'what your tenant calls the destination of a webhook; needed with --yes',
    },
    event: {
      type: 'string',
      value: 'resource.event',
      help: 'only this one; may be repeated. Default: every event the service can use',
      isMultiple: true,
    },
    owner: {
      type: 'string',
      value: 'name',
      help: 'begins every name: one per shop and environment. Default: clarus-klaviyo',
    },
    state: { type: 'string', value: 'file', help: `remembers which automations are ours. Default: ${STATE_FILE}` },
    ...CONSENT_OPTIONS,
    ...JSON_OPTION,
  },
  examples: [
    ['--public-url https://hooks.shop.example', 'what is missing, and how to make it by hand'],
    ['--destination-code <code> --yes', 'makes it through the API'],
    ['--event goods_out.completed --event goods_out.cancelled', 'the least a shop can live with'],
  ],
  async run(invocation) {
    const { values, io } = invocation;
    const { settings, problems } = inspectEnvironment(io.environment);
    needVariables(problems, [...VARIABLES, 'CLARUS_WEBHOOK_SECRET']);
    const isDoing = isAgreed(values);
    const code = values['destination-code'];
    if (isDoing) required('--destination-code', code, 'what your tenant calls the destination of a webhook');
    const statePath = values.state ?? STATE_FILE;
    const clarus = createClarus(settings.clarus);
    const remembered = readKnownAutomations(statePath);
    const plan = await clarus.automations.plan({
      url: webhookUrl(values['public-url'] ?? settings.publicUrl, settings.webhookSecrets[0] ?? ''),
      destinationCode: code ?? UNKNOWN_CODE,
      events: values.event.length === 0 ? INTEGRATION_EVENTS : values.event.map(eventOf),
      known: remembered,
      ...(values.owner === null ? {} : { owner: values.owner }),
    });
    const hasConflict = plan.automations.some(({ kind }) => kind === 'conflict');
    const exitCode = hasConflict ? EXIT.wrong : EXIT.fine;
    if (!isDoing) {
      const value = variableValue(settings.automations, plan, registryOf(plan));
      reply(invocation, { dryRun: true, plan, CLARUS_AUTOMATIONS: value }, () => planText(plan, value));
      return exitCode;
    }
    const { registry, known } = await clarus.automations.apply(plan).catch(refused);
    writeKnownAutomations(statePath, { ...remembered, ...known });
    const value = variableValue(settings.automations, plan, registry);
    reply(invocation, { dryRun: false, plan, CLARUS_AUTOMATIONS: value }, () =>
      [
        `${counted(plan.changes, 'automation')} changed.`,
        variableText(value),
        'Then change an order in Clarus and look whether a webhook comes: only that proves that they ring.',
      ].join('\n\n'),
    );
    return exitCode;
  },
});

function eventOf(text: string): string {
  if (INTEGRATION_EVENTS.includes(text)) return text;
  throw new UsageError(
    `--event: "${text}" is none the service can use. It takes ${INTEGRATION_EVENTS.join(', ')}.`,
    '--event',
  );
}

/** The one value nobody documents is the one that is likely to be wrong. */
function refused(error: unknown): never {
  if (!(error instanceof ClarusValidationError)) throw error;
  throw new RefusedError(
    `Clarus refuses to make the automation (${error.field ?? 'it names no field'}). Most likely it is --destination-code, whose value for webhooks is not documented. Ask your consultant, or make them by hand: without --yes the steps are printed. What was made before stays; running it again makes nothing twice.`,
  );
}

/** Those of the plan that are there: made by hand under the plan's names, they are found again. */
function registryOf({ automations }: AutomationPlan): Readonly<Record<string, string>> {
  const there = automations.filter(({ kind, id }) => (kind === 'keep' || kind === 'enable') && id !== null);
  return Object.fromEntries(there.map(({ id, resourceName, event }) => [id, `${resourceName}.${event}`]));
}

/** What was mapped before stays mapped, but for what was replaced. */
function variableValue(
  mapped: Readonly<Record<string, string>>,
  { automations }: AutomationPlan,
  registry: Readonly<Record<string, string>>,
): string {
  const replaced = new Set(automations.flatMap(({ kind, id }) => (kind === 'replace' && id !== null ? [id] : [])));
  const kept = Object.entries(mapped).filter(([id]) => !replaced.has(id));
  return JSON.stringify({ ...Object.fromEntries(kept), ...registry });
}

function variableText(value: string): string {
  return `For the service:\n  CLARUS_AUTOMATIONS='${value}'`;
}

function planText({ url, automations, changes, strays, screenSteps }: AutomationPlan, value: string): string {
  const rows = automations.map(({ kind, key, id, because }) => [kind, key, id === null ? '' : `id ${id}`, because]);
  const others = strays.map(({ id, name }) => `${name} (id ${id})`).join(', ');
  return [
    `Webhooks to ${url}`,
    table(rows),
    ...(others === '' ? [] : [`Look like ours and are in no plan, so they are left alone: ${others}`]),
    ...(changes === 0
      ? ['Nothing to change.', variableText(value)]
      : [
          `By hand, the proven way. The URL is <public address>/webhooks/clarus/<CLARUS_WEBHOOK_SECRET>; keep the names, then run this again: it finds them and prints CLARUS_AUTOMATIONS.\n${screenSteps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}`,
          `Or through the API. ${DO_IT}`,
        ]),
  ].join('\n\n');
}
