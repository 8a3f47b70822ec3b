import type { Policy } from '@clarus-klaviyo/mapping';
import { type Check, checksOf } from './check.js';
import type { ClarusFacts, KlaviyoFacts, ReceiptFacts } from './facts.js';
import { isOf } from './is-of.js';

const { ok, warning, failure } = checksOf('clarus');

/** Fewer receipts than this show nothing. */
const ENOUGH = 5;

/** Returns are told only by rule, since Clarus marks them thinly: are there rules, and do they find any? */
export function judgeReturns(
  { offered, receipts }: ClarusFacts,
  { name, clarusAccount, policy }: KlaviyoFacts,
): readonly Check[] {
  const id = `clarus-returns-${name}`;
  const own = receipts.filter(({ account }) => isOf(account, clarusAccount));
  const { kinds, automations, referencePattern } = policy.returns;
  if (kinds.length === 0 && automations.length === 0 && referencePattern === null) {
    const marked = own.find(({ kind }) => /return/i.test(kind ?? ''));
    return marked === undefined
      ? []
      : [
          warning(
            id,
            `${name}: Clarus has receipts of the kind “${marked.kind}”, and the policy takes no receipt for a return: customers hear nothing of theirs.`,
            `If they are customers’ returns, state \`returns: { "kinds": ["${marked.kind}"] }\` in the policy.`,
          ),
        ];
  }
  const isKindReadable = offered?.some((field) => field.startsWith('goods_in_receipts.goods_in_receipt_kind')) === true;
  if (kinds.length > 0 && offered !== null && !isKindReadable) {
    return [
      failure(
        id,
        `${name}: the policy knows returns by their kind, and this tenant does not let the kind of a receipt be read.`,
        'Use `returns.automations` (an automation that rings for returns only) or `returns.referencePattern`.',
      ),
    ];
  }
  const found = own.filter((receipt) => isReturn(receipt, policy)).length;
  if (automations.length === 0 && own.length >= ENOUGH && found === 0) {
    return [
      warning(
        id,
        `${name}: none of ${own.length} receipts looked at is a return by the rules of the policy.`,
        'Compare `returns.kinds` and `returns.referencePattern` with receipts of returns in Clarus.',
      ),
    ];
  }
  return [ok(id, `${name}: the policy knows returns; ${found} of ${own.length} receipts looked at are some.`)];
}

function isReturn({ kind, reference }: ReceiptFacts, { returns }: Policy): boolean {
  const folded = (text: string): string => text.toLowerCase().replaceAll(/[\s_]/g, '');
  return (
    (kind !== null && returns.kinds.some((one) => folded(one) === folded(kind))) ||
    (returns.referencePattern !== null && new RegExp(returns.referencePattern).test(reference ?? ''))
  );
}
