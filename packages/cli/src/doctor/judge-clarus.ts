import type { Policy } from '@clarus-klaviyo/mapping';
import { counted } from '../command/table.js';
import { type Check, checksOf } from './check.js';
import type { ClarusFacts, DoctorFacts, KlaviyoFacts, OrderFacts } from './facts.js';
import { isOf } from './is-of.js';
import { judgeReturns } from './judge-returns.js';
import { isUnreachable, outcomeText } from './outcome.js';

const { ok, warning, failure, unknown } = checksOf('clarus');
const A_MINUTE_MS = 60_000;
/** Fewer orders than this show nothing. */
const ENOUGH = 5;

export function judgeClarus({ clarus, accounts }: DoctorFacts): readonly Check[] {
  if (clarus === null) return [unknown('clarus-access', 'Clarus was not asked: its credentials are not complete.')];
  const { access } = clarus;
  if (access.kind === 'failed') {
    const action = isUnreachable(access)
      ? 'Check CLARUS_BASE_URL and the way out of this network; then try again.'
      : 'Check CLARUS_CLIENT_ID, CLARUS_CLIENT_SECRET and CLARUS_SUBDOMAIN.';
    return [failure('clarus-access', `The first call to Clarus ${outcomeText(access)}.`, action)];
  }
  return [
    ok('clarus-access', 'Clarus takes the credentials and the tenant.'),
    ...judgeLists(clarus),
    judgeIdentity(clarus),
    judgeContents(clarus),
    ...accounts.flatMap((account) => [...judgeStrategy(clarus, account), ...judgeReturns(clarus, account)]),
    ...judgeRouting(clarus, accounts),
  ];
}

function judgeLists({ lists }: ClarusFacts): readonly Check[] {
  const failed = Object.entries(lists).filter(([, outcome]) => outcome.kind === 'failed');
  if (failed.length === 0)
    return [ok('clarus-lists', `All ${Object.keys(lists).length} lists the service reads may be read.`)];
  return failed.map(([name, outcome]) =>
    failure(
      `clarus-list-${name}`,
      `Reading ${name} ${outcomeText(outcome)}.`,
      'Give the API user the right to read it in Clarus.',
    ),
  );
}

/** Without an address nobody can be told anything: everything else is in vain. */
function judgeIdentity({ offered, orders }: ClarusFacts): Check {
  if (offered === null) return unknown('clarus-email', 'Clarus did not say what it offers beyond its documentation.');
  if (!offered.includes('goods_outs.address.email_address')) {
    return warning(
      'clarus-email',
      'This tenant does not let the recipient’s e-mail address be read with the order. Only webhook bodies may have it.',
      'Ask Clarus whether `address.email_address` can be read through GraphQL for your API user.',
    );
  }
  const withEmail = orders.filter(({ hasEmail }) => hasEmail).length;
  const sentence = `E-mail addresses can be read; ${withEmail} of ${orders.length} completed orders looked at have one.`;
  return orders.length > 0 && withEmail * 2 < orders.length
    ? warning(
        'clarus-email',
        sentence,
        'Let the shop hand its customers’ addresses to Clarus: without one nobody is told.',
      )
    : ok('clarus-email', sentence);
}

/** The rung of design "contents of a shipment": the best source this tenant gives. */
export function contentsRung({ offered }: ClarusFacts): 1 | 2 | 3 | null {
  if (offered === null) return null;
  const has = (...names: readonly string[]): boolean => names.every((name) => offered.includes(name));
  if (has('packages.stocks.quantity', 'packages.stocks.product.code')) return 1;
  return has('packages.storage_unit.id', 'tasks.storage_unit_from.id') ? 2 : 3;
}

function judgeContents(facts: ClarusFacts): Check {
  switch (contentsRung(facts)) {
    case null:
      return unknown('clarus-contents', 'What a shipment holds: Clarus did not say what it offers.');
    case 1:
      return ok('clarus-contents', 'What a shipment holds is read from its parcels: the best source (rung 1 of 3).');
    case 2:
      return ok(
        'clarus-contents',
        'What a shipment holds is joined from dispatch records by storage unit (rung 2 of 3).',
      );
    case 3:
      return warning(
        'clarus-contents',
        'What a shipment holds is known only while one shipment at a time is untold (rung 3 of 3): orders that leave in several parts at once are told with `ItemsSource: unknown` and the order’s lines.',
        'Ask Clarus whether the contents of packages, or the storage units of packages and tasks, can be read.',
      );
  }
}

function judgeStrategy(
  { offered, orders }: ClarusFacts,
  { name, clarusAccount, policy }: KlaviyoFacts,
): readonly Check[] {
  const id = `clarus-strategy-${name}`;
  const own = orders.filter(({ account }) => isOf(account, clarusAccount));
  const isReadable = offered?.includes('goods_outs.dispatch_strategy') === true;
  const stated = policy.dispatchStrategy;
  const seen = [...new Set(own.flatMap(({ strategy }) => strategy ?? []))];
  const first = ((): Check => {
    if (stated === null && !isReadable) {
      return warning(
        id,
        `${name}: the dispatch strategy is neither stated in the policy nor readable. It is taken for “shipment”.`,
        'Look it up in Clarus (account settings) and state `dispatchStrategy` in the policy.',
      );
    }
    if (stated === null) {
      const risky = seen.filter((each) => each.startsWith('auto'));
      return risky.length === 0
        ? ok(id, `${name}: the dispatch strategy is read from each order (${seen.join(', ') || 'no order seen yet'}).`)
        : failure(
            id,
            `${name}: orders say “${risky.join('”, “')}”: Clarus completes them when the label is made, before any carrier has them.`,
            'State `shippedWhen` in the policy: what counts as shipped is yours to choose.',
          );
    }
    const others = seen.filter((each) => each !== stated);
    return others.length === 0
      ? ok(
          id,
          `${name}: the policy states “${stated}”${isReadable && own.length > 0 ? ', and the orders say so' : ''}.`,
        )
      : failure(
          id,
          `${name}: the policy states “${stated}”, and orders say “${others.join('”, “')}”.`,
          'Correct `dispatchStrategy`, or leave it out so that each order’s own is taken.',
        );
  })();
  return [first, ...judgeWhatOrdersShow(name, policy, own)];
}

/** Does what completed orders look like go with the strategy they are taken to have? */
function judgeWhatOrdersShow(name: string, policy: Policy, orders: readonly OrderFacts[]): readonly Check[] {
  const id = `clarus-dispatch-${name}`;
  if (orders.length < ENOUGH) {
    return [
      unknown(
        id,
        `${name}: ${orders.length === 0 ? 'no completed order' : `only ${counted(orders.length, 'completed order')}`} to look at, too few to say how they are dispatched.`,
      ),
    ];
  }
  const strategy = policy.dispatchStrategy ?? 'shipment';
  const bare = orders.filter(({ shipments }) => shipments.length === 0).length;
  const statuses = orders.flatMap(({ shipments }) => shipments.map(({ statusCode }) => statusCode ?? '(none)'));
  const folded = (text: string): string => text.toLowerCase().replaceAll(/[\s_]/g, '');
  const dispatched = new Set(policy.dispatchedStatuses.map(folded));
  const strange = [...new Set(statuses.filter((status) => !dispatched.has(folded(status))))];
  const timed = orders.flatMap(({ pickToDispatchMs }) => pickToDispatchMs ?? []);
  const atOnce = timed.filter((ms) => ms >= 0 && ms < A_MINUTE_MS).length;
  const checks: Check[] = [];
  if (strategy === 'shipment' && bare * 2 > orders.length) {
    checks.push(
      warning(
        id,
        `${name}: ${bare} of ${orders.length} completed orders have no shipment, which the strategy “shipment” does not explain.`,
        'Look up the account’s dispatch strategy in Clarus; “manual” and “load” complete orders without one.',
      ),
    );
  }
  if (strategy === 'shipment' && statuses.length > 0 && strange.length > 0) {
    checks.push(
      warning(
        `clarus-shipment-status-${name}`,
        `${name}: shipments of completed orders have the status “${strange.join('”, “')}”, which does not count as dispatched: they are never told.`,
        'If it means dispatched in your tenant, add it to `dispatchedStatuses` in the policy.',
      ),
    );
  }
  if (!strategy.startsWith('auto') && timed.length >= ENOUGH && atOnce * 2 > timed.length) {
    checks.push(
      warning(
        `clarus-early-${name}`,
        `${name}: ${atOnce} of ${timed.length} orders left within a minute of the last pick. That looks like an automatic strategy, not like a carrier’s van.`,
        'Look up the dispatch strategy in Clarus; with “auto” or “auto_shipment” the policy must say what counts as shipped.',
      ),
    );
  }
  return checks.length > 0
    ? checks
    : [ok(id, `${name}: what ${orders.length} completed orders look like goes with “${strategy}”.`)];
}

/** Brands nobody speaks for, and names nobody has. */
function judgeRouting({ accounts: brands }: ClarusFacts, accounts: readonly KlaviyoFacts[]): readonly Check[] {
  if (accounts.length === 0) return [];
  const named = accounts.map(({ clarusAccount }) => clarusAccount);
  const isKnown = (wanted: string): boolean => brands.some(({ id, code }) => id === wanted || code === wanted);
  const ghosts = named.filter((wanted) => wanted !== '*' && !isKnown(wanted));
  const orphans = named.includes('*')
    ? []
    : brands.filter(({ id, code }) => !named.includes(id) && !named.includes(code));
  return [
    ...ghosts.map((wanted) =>
      failure(
        `clarus-account-${wanted}`,
        `The policy file names the Clarus account “${wanted}”, and Clarus has none of that id or code.`,
        `Use one of: ${brands.map(({ code }) => code).join(', ')}.`,
      ),
    ),
    ...(orphans.length === 0
      ? []
      : [
          warning(
            'clarus-accounts-unrouted',
            `No Klaviyo account speaks for: ${orphans.map(({ code }) => code).join(', ')}. What concerns them is recorded and withheld.`,
            'Name them in the policy file, or leave them out on purpose.',
          ),
        ]),
  ];
}
