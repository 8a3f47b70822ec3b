import type { Listing } from '../client.js';
import type { AutomationAttributes } from '../operations.generated.js';
import type { Requester } from '../request.js';
import { createAutomation, deleteAutomation, updateAutomation, type WebhookAction } from '../writes/automations.js';
import { createOnce, findExactly } from '../writes/create-once.js';
import type { Automation } from './automation.js';
import {
  type AutomationPlan,
  type DesiredAutomations,
  type KnownAutomations,
  type PlannedAutomation,
  planAutomations,
  urlTagOf,
} from './plan.js';

/** What `apply` made true. Keep both. */
export interface AppliedAutomations {
  /** Automation id → `resource.event`: what `authenticate` and `decode` of `/webhooks` take as `automations`. */
  readonly registry: Readonly<Record<string, string>>;
  /** For the next `plan`. */
  readonly known: KnownAutomations;
}

/** What `apply` did: the registry for webhooks, and the ids to keep for the next plan. */
export interface Provisioning {
  /**
   * Compares the automations that are there with those that should be. Reads only. Ours are recognised by name (which ends
   * in a tag of the URL, because Clarus shows names and never URLs) and by the ids of an earlier `apply`.
   *
   * @throws {TypeError} the URL is not HTTPS, or `destinationCode` is empty.
   * @example
   * const plan = await clarus.automations.plan({ url, destinationCode, known });
   * for (const step of plan.screenSteps) console.log(step); // by hand: the way known to work
   */
  plan(desired: DesiredAutomations, options?: { readonly signal?: AbortSignal | undefined }): Promise<AutomationPlan>;
  /**
   * Does what a plan says, and nothing to any automation that is not in it. Doing it again changes nothing. One attribute
   * it has to send is undocumented (`destinationCode`): where Clarus refuses it, follow the plan's `screenSteps`.
   *
   * @throws {ClarusError} at the first failure; what was done before stays, and a new plan takes it into account.
   * @throws {TypeError} a plan of another client, or one that was stored: plans are made and applied in one go, because
   *   they hold no secret themselves.
   */
  apply(plan: AutomationPlan, options?: { readonly signal?: AbortSignal | undefined }): Promise<AppliedAutomations>;
}

/** Binds planning and applying to one tenant. */
export function provisioning(writer: Requester, listing: Listing<Automation>): Provisioning {
  // Kept apart from the plan: it is data to be printed, and this has the secret URL.
  const desires = new WeakMap<AutomationPlan, { readonly desired: DesiredAutomations; readonly urlTag: string }>();

  const ensure = async (
    automation: PlannedAutomation,
    webhook: WebhookAction,
    signal: AbortSignal | undefined,
  ): Promise<string | null> => {
    const { kind, id, name, resourceName, event, conditions } = automation;
    switch (kind) {
      case 'conflict':
        return null;
      case 'keep':
        return id;
      case 'enable':
        if (id !== null) await updateAutomation(writer, id, { isEnabled: true }, { signal });
        return id;
      case 'create':
      case 'replace': {
        const made = await createOnce({
          find: () => findExactly(listing, { name: { eq: name } }, (other) => other.name === name && other.id !== id),
          create: () =>
            createAutomation(
              writer,
              { name, resourceName: knownResource(resourceName), event, conditions, webhook },
              { signal },
            ),
        });
        // Only now: a bell that rings twice for a moment is harmless, one that does not ring loses an event.
        if (id !== null) await deleteAutomation(writer, id, { signal });
        return made.id;
      }
    }
  };

  return {
    plan: async (desired, { signal } = {}) => {
      // Asked first, because the platform's own error would carry the URL, and with it the secret.
      if (!URL.canParse(desired.url) || new URL(desired.url).protocol !== 'https:') {
        throw new TypeError('the webhook URL must be HTTPS');
      }
      if (desired.destinationCode === '') throw new TypeError('destinationCode must not be empty');
      const there: Automation[] = [];
      for await (const automation of listing.list({ signal, pageSize: 100 })) there.push(automation);
      const urlTag = await urlTagOf(desired.url);
      const plan = planAutomations(desired, there, urlTag);
      desires.set(plan, { desired, urlTag });
      return plan;
    },
    apply: async (plan, { signal } = {}) => {
      const wanted = desires.get(plan);
      if (wanted === undefined) throw new TypeError('apply needs a plan that this client has just made');
      const { url, destinationCode } = wanted.desired;
      const registry: Record<string, string> = {};
      const known: Record<string, { readonly id: string; readonly urlTag: string }> = {};
      for (const automation of plan.automations) {
        const id = await ensure(automation, { url, destinationCode }, signal);
        if (id === null) continue;
        registry[id] = `${automation.resourceName}.${automation.event}`;
        known[automation.key] = { id, urlTag: wanted.urlTag };
      }
      return { registry, known };
    },
  };
}

/** Any word here: whether there is such a resource, Clarus says. */
function knownResource(word: string): AutomationAttributes['resource_name'] {
  return word as AutomationAttributes['resource_name'];
}
