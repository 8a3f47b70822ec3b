import { INTEGRATION_EVENTS } from '@clarus-klaviyo/clarus';
import { type Check, checksOf } from './check.js';
import type { ClarusFacts, DoctorFacts, FoundAutomation } from './facts.js';

const { ok, warning, failure, unknown } = checksOf('automations');

/** Without these, news waits for the sweep. The others make it more exact. */
const ESSENTIAL: readonly string[] = ['goods_out.updated', 'goods_out.completed', 'goods_out.cancelled'];

export function judgeAutomations({ clarus, mapped, accounts }: DoctorFacts): readonly Check[] {
  const found = clarus?.automations ?? null;
  if (found === null) return [unknown('automations', 'Which automations there are, Clarus did not say.')];
  const writesStock = accounts.some(({ policy }) => policy.stock.catalog === 'custom');
  const wanted = INTEGRATION_EVENTS.filter((event) => writesStock || !event.startsWith('stock'));
  const enabled = found.filter(({ isEnabled }) => isEnabled);
  const missing = wanted.filter((event) => !enabled.some((each) => each.event === event && mapped[each.id] === event));
  return [
    ...judgeMissing(missing, enabled),
    ...judgeMapping(mapped, found),
    ...(missing.length === 0
      ? [
          ok(
            'automations',
            `Every event the service can use has an automation that is on and mapped (${wanted.length}).`,
          ),
        ]
      : []),
  ];
}

function judgeMissing(missing: readonly string[], enabled: readonly FoundAutomation[]): readonly Check[] {
  const [unmapped, absent] = [true, false].map((isThere) =>
    missing.filter((event) => enabled.some((each) => each.event === event) === isThere),
  );
  const essential = (absent ?? []).filter((event) => ESSENTIAL.includes(event));
  const others = (absent ?? []).filter((event) => !ESSENTIAL.includes(event));
  return [
    ...(unmapped ?? []).map((event) =>
      warning(
        `automation-unmapped-${event}`,
        `Clarus has an automation for ${event} (id ${enabled.find((each) => each.event === event)?.id ?? '?'}) that CLARUS_AUTOMATIONS does not name. If it rings this service, its webhooks are parked.`,
        'If it is meant for this service, add it to CLARUS_AUTOMATIONS; parked webhooks are taken up then.',
      ),
    ),
    ...(essential.length === 0
      ? []
      : [
          failure(
            'automations-missing',
            `Clarus has no automation that is on for ${essential.join(', ')}: this news waits for the sweep.`,
            'Make them: clarus-klaviyo provision shows how.',
          ),
        ]),
    ...(others.length === 0
      ? []
      : [
          warning(
            'automations-optional',
            `No automation that is on for ${others.join(', ')}: the sweep finds most of it, later.`,
            'clarus-klaviyo provision shows how to make them.',
          ),
        ]),
  ];
}

/** `CLARUS_AUTOMATIONS` against the tenant: an id that is gone, or that means something else by now. */
function judgeMapping(
  mapped: Readonly<Record<string, string>>,
  found: NonNullable<ClarusFacts['automations']>,
): readonly Check[] {
  return Object.entries(mapped).flatMap(([id, event]): readonly Check[] => {
    const automation = found.find((each) => each.id === id);
    if (automation === undefined) {
      return [
        warning(
          `automation-gone-${id}`,
          `CLARUS_AUTOMATIONS names automation ${id} (${event}), which Clarus does not have.`,
          'Take it out, or correct the id.',
        ),
      ];
    }
    if (automation.event !== event) {
      return [
        failure(
          `automation-other-${id}`,
          `CLARUS_AUTOMATIONS says automation ${id} is ${event}; in Clarus it acts on ${automation.event}.`,
          'Correct CLARUS_AUTOMATIONS, or the automation.',
        ),
      ];
    }
    return automation.isEnabled
      ? []
      : [
          failure(
            `automation-off-${id}`,
            `Automation ${id} (${event}) is turned off in Clarus.`,
            'Turn it on: Automations, enable and save.',
          ),
        ];
  });
}
