/** `provision`: webhook automations in Clarus, made through its API or, with the steps it prints, by hand. */
import { type AutomationPlan, createClarus, INTEGRATION_EVENTS } from '@clarus-klaviyo/clarus';
import { type Command, defineCommand, reply } from '../command/command.js';
import { isAgreed } from '../command/consent.js';
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
    const plan = await clarus.automations.plan({
      url: webhookUrl(values['public-url'] ?? settings.publicUrl, settings.webhookSecrets[0] ?? ''),
      destinationCode: code ?? UNKNOWN_CODE,
      events: values.event.length === 0 ? INTEGRATION_EVENTS : values.event,
      known: readKnownAutomations(statePath),
      ...(values.owner === null ? {} : { owner: values.owner }),
    });
    const hasConflict = plan.automations.some(({ kind }) => kind === 'conflict');
    if (!isDoing) {
      reply(invocation, { dryRun: true, plan }, () => planText(plan));
      return hasConflict ? EXIT.wrong : EXIT.fine;
    }
    const { registry, known } = await clarus.automations.apply(plan);
    writeKnownAutomations(statePath, known);
    const automations = JSON.stringify({ ...stillThere(settings.automations, plan), ...registry });
    reply(invocation, { dryRun: false, plan, registry, CLARUS_AUTOMATIONS: automations }, () =>
      [
        `${counted(plan.changes, 'automation')} changed. Start the service with:`,
        `  CLARUS_AUTOMATIONS='${automations}'`,
        'Then change an order in Clarus and look whether a webhook comes: only that proves that they ring.',
      ].join('\n\n'),
    );
    return hasConflict ? EXIT.wrong : EXIT.fine;
  },
});

/** What was mapped before stays mapped, but for what the plan has just deleted. */
function stillThere(mapped: Readonly<Record<string, string>>, plan: AutomationPlan): Readonly<Record<string, string>> {
  const replaced = new Set(plan.automations.flatMap(({ kind, id }) => (kind === 'replace' && id !== null ? [id] : [])));
  return Object.fromEntries(Object.entries(mapped).filter(([id]) => !replaced.has(id)));
}

function planText({ url, automations, changes, strays, screenSteps }: AutomationPlan): string {
  const rows = automations.map(({ kind, key, id, because }) => [kind, key, id === null ? '' : `id ${id}`, because]);
  return [
    `Webhooks to ${url}`,
    table(rows),
    ...(strays.length === 0
      ? []
      : [
          `Look like ours and are in no plan (left alone): ${strays.map(({ id, name }) => `${name} (id ${id})`).join(', ')}`,
        ]),
    ...(changes === 0
      ? ['Nothing to change.']
      : [
          `By hand, the proven way:\n${screenSteps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}`,
          `Or through the API. ${DO_IT}`,
        ]),
  ].join('\n\n');
}
