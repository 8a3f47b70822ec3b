/** What Clarus does not document and the code therefore takes either way; and what this tenant showed of it. Pure. */
import type { Assumption } from './check.js';
import type { ClarusFacts, DoctorFacts } from './facts.js';
import { contentsRung } from './judge-clarus.js';

type Verdict = readonly [verdict: Assumption['verdict'], sentence: string];

interface Question {
  readonly id: string;
  readonly claim: string;
  readonly judge: (clarus: ClarusFacts, facts: DoctorFacts) => Verdict;
}

const untold = (sentence: string): Verdict => ['cannot tell', sentence];
const told = (isSo: boolean, sentence: string): Verdict => [isSo ? 'confirmed' : 'not', sentence];

/** From single orders to a verdict; few orders say little. */
function amongOrders(
  { orders }: ClarusFacts,
  count: (order: ClarusFacts['orders'][number]) => boolean,
  what: string,
): Verdict {
  if (orders.length === 0) return untold('There is no completed order to look at.');
  const those = orders.filter(count).length;
  return told(those > 0, `${those} of ${orders.length} completed orders ${what}.`);
}

function whetherOffered({ offered }: ClarusFacts, names: readonly string[]): Verdict {
  if (offered === null) return untold('Clarus did not say what it offers.');
  const missing = names.filter((name) => !offered.includes(name));
  return told(
    missing.length === 0,
    missing.length === 0 ? 'It can be read.' : `It cannot be read: ${missing.join(', ')}.`,
  );
}

const QUESTIONS: readonly Question[] = [
  {
    id: 'paths',
    claim: 'Paths, host and tenant header are as the client has them',
    judge: ({ access }) =>
      told(access.kind === 'ok', access.kind === 'ok' ? 'Clarus answers.' : 'Clarus does not answer there.'),
  },
  {
    id: 'token',
    claim: 'The answer with a token says how long it lives',
    judge: ({ tokenNames }) =>
      tokenNames.length === 0
        ? untold('No token was given out.')
        : told(tokenNames.includes('expires_in'), `It names: ${tokenNames.join(', ')}.`),
  },
  {
    id: 'introspection',
    claim: 'Introspection is on',
    judge: ({ isIntrospectionOn }) =>
      isIntrospectionOn === null
        ? untold('Clarus did not say.')
        : told(isIntrospectionOn, isIntrospectionOn ? 'It is.' : 'It is off: fields were tried one by one.'),
  },
  {
    id: 'fields',
    claim: 'More can be read than is documented',
    judge: ({ offered }) =>
      offered === null
        ? untold('Clarus did not say.')
        : told(offered.length > 0, offered.length === 0 ? 'Nothing was found.' : offered.join(', ')),
  },
  {
    id: 'paging',
    claim: 'Cursor paging moves on',
    judge: ({ isPagingRight }) =>
      isPagingRight === null
        ? untold('There are fewer than two orders.')
        : told(
            isPagingRight,
            isPagingRight ? 'A second page holds another order.' : 'A second page repeats the first.',
          ),
  },
  {
    id: 'ids',
    claim: 'Ids are text',
    judge: ({ idType }) =>
      idType === null
        ? untold('No record to look at.')
        : told(idType === 'string', `They come as ${idType === 'string' ? 'text' : 'numbers'}; either is taken.`),
  },
  {
    id: 'email',
    claim: 'An order tells the recipient’s e-mail address',
    judge: (clarus) => whetherOffered(clarus, ['goods_outs.address.email_address']),
  },
  {
    id: 'shop-reference',
    claim: '`external_system_reference1` holds the shop’s order id',
    judge: (clarus) =>
      clarus.offered?.includes('goods_outs.external_system_reference1') === true
        ? amongOrders(clarus, ({ hasShopReference }) => hasShopReference, 'have one; whose id it is, only you can tell')
        : whetherOffered(clarus, ['goods_outs.external_system_reference1']),
  },
  {
    id: 'strategy',
    claim: 'An order tells its dispatch strategy',
    judge: (clarus) => whetherOffered(clarus, ['goods_outs.dispatch_strategy']),
  },
  {
    id: 'contents',
    claim: 'What a shipment holds can be read',
    judge: (clarus) => {
      const rung = contentsRung(clarus);
      return rung === null ? untold('Clarus did not say.') : told(rung < 3, `Rung ${rung} of 3.`);
    },
  },
  {
    id: 'several-shipments',
    claim: 'An order may leave in several shipments',
    judge: (clarus) => amongOrders(clarus, ({ shipments }) => shipments.length > 1, 'did'),
  },
  {
    id: 'no-shipment',
    claim: 'An order may complete without a shipment',
    judge: (clarus) => amongOrders(clarus, ({ shipments }) => shipments.length === 0, 'did'),
  },
  {
    id: 'tracking',
    claim: 'A parcel that left has a tracking number',
    judge: ({ orders }) => {
      const parcels = orders.flatMap(({ shipments }) => shipments);
      const [all, tracked] = [sum(parcels.map((each) => each.parcels)), sum(parcels.map((each) => each.tracked))];
      return all === 0
        ? untold('No parcel to look at.')
        : told(tracked === all, `${tracked} of ${all} parcels have one.`);
    },
  },
  {
    id: 'dispatch-records',
    claim: 'Dispatch tasks or movements exist for an order that left',
    judge: (clarus) => amongOrders(clarus, ({ dispatchRecords }) => dispatchRecords > 0, 'have them'),
  },
  {
    id: 'whole-units',
    claim: 'Quantities are whole units',
    judge: ({ orders }) => {
      if (orders.length === 0) return untold('There is no completed order to look at.');
      const broken = orders.filter(({ hasFractions }) => hasFractions).length;
      return told(
        broken === 0,
        broken === 0 ? 'They are, in all orders looked at.' : `${broken} orders have decimals; they are kept.`,
      );
    },
  },
  {
    id: 'returns',
    claim: 'Goods coming in are marked as returns',
    judge: ({ receipts }) => {
      const kinds = [...new Set(receipts.flatMap(({ kind }) => kind ?? []))];
      if (receipts.length === 0) return untold('No receipt to look at.');
      const isMarked = kinds.some((kind) => /return|rma/i.test(kind));
      return told(isMarked, kinds.length === 0 ? 'No kind can be read.' : `Kinds seen: ${kinds.join(', ')}.`);
    },
  },
  {
    id: 'catalogue-ids',
    claim: 'A product’s code in Clarus is its id in Klaviyo’s catalogue',
    judge: (_clarus, { accounts }) => {
      const lookedUp = sum(accounts.map((account) => account.lookedUp));
      const unknownSkus = sum(accounts.map((account) => account.unknownSkus.length));
      return lookedUp === 0
        ? untold('No SKU could be looked up.')
        : told(unknownSkus === 0, `${lookedUp - unknownSkus} of ${lookedUp} were found.`);
    },
  },
  {
    id: 'signature',
    claim: 'Webhooks are signed',
    judge: () => ['not', 'Clarus documents none: the secret in the address is the only lock.'],
  },
  {
    id: 'rate-limit',
    claim: 'Clarus limits the rate of calls',
    judge: () => untold('Only being refused would show it; a refusal is waited out.'),
  },
  {
    id: 'webhook-body',
    claim: 'A webhook’s body has a known shape',
    judge: () => untold('Only a webhook shows it; its record is read back in any case.'),
  },
  { id: 'webhook-once', claim: 'A webhook rings once and in order', judge: () => untold('It is not relied on.') },
  {
    id: 'destination-code',
    claim: 'Automations made through the API ring',
    judge: () => untold('Only making one shows it: see clarus-klaviyo provision.'),
  },
  {
    id: 'cancelled-readable',
    claim: 'A cancelled order can still be read',
    judge: () =>
      untold('Only a cancellation shows it; an order that is gone counts as cancelled when a webhook said so.'),
  },
];

export function judgeAssumptions(facts: DoctorFacts): readonly Assumption[] {
  const { clarus } = facts;
  if (clarus === null) return [];
  return QUESTIONS.map(({ id, claim, judge }) => {
    const [verdict, sentence] = judge(clarus, facts);
    return { id, claim, verdict, sentence };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
