/** The words of a `because`, as people read them. A word of a later version goes as it is. */

export const RULES: Readonly<Record<string, string>> = {
  'shipment-dispatched': 'The shipment has left',
  'order-dispatched-without-shipment': 'Units of the order left, and no shipment turned up',
  'shipment-labelled': 'A label was made for the shipment',
  'tracking-added': 'A tracking number arrived after the shipment was told',
  'tracking-replaced': 'The tracking numbers are not those that were told',
  'contents-changed': 'Other units left with the shipment than those that were told',
  'label-voided': 'The label was voided after the shipment was told',
  'dispatch-reversed': 'The dispatch was undone after it was told',
  'dispatch-redone': 'The shipment left after all',
  'carrier-observed': 'The carrier said so',
  'order-fulfilled': 'Every unit left or will not come, and each shipment was told',
  'order-cancelled': 'The order was cancelled and nothing of it had left',
  'order-shorted-whole': 'The order was completed although no unit of it left',
  'record-gone-after-cancel-hook': 'The order is gone from Clarus, and a webhook had said that it was cancelled',
  'lines-cancelled': 'The order was cancelled after part of it had left',
  'lines-short': 'The order was completed short',
  'order-lines': "The order's lines changed",
  'order-destination': 'The country the order goes to changed',
  'order-carrier': 'The carrier of the order changed',
  'order-reissued': 'The order was cancelled and made again under its reference',
  'order-reinstated': 'A cancellation that was told has been taken back',
  'plan-missed': 'The planned dispatch passed, and units had not left',
  'return-expected': 'A return is expected',
  'return-received': 'A line of a return came in',
  'return-abandoned': 'An expected return will not come',
  'stock-changed': 'The sellable stock changed',
  'stock-restocked': 'The sellable stock rose, and the rise held',
  'profile-flags-changed': 'What all orders say about the customer changed',
};

export const EVIDENCE: Readonly<Record<string, string>> = {
  packed: 'it was packed',
  labelled: 'its label was made',
  dispatched: 'Clarus called it dispatched',
  departed: 'its load departed',
  manifested: 'its manifest was closed',
  scanned: 'the carrier scanned it',
  collected: 'the carrier collected it',
  outForDelivery: 'the carrier took it out for delivery',
  delivered: 'the carrier delivered it',
};

/** What a milestone can wait for. */
export const HOLDS = {
  tracking: 'a tracking number',
  shipment: 'a shipment to turn up',
  contents: 'a read that shows its units',
  collection: 'the collection',
  evidence: 'the proof that the policy asks for',
  identity: 'an e-mail address',
  reissue: 'a new order under the same reference',
  correction: 'it to be put right',
  plan: 'the planned dispatch and its grace',
  restock: 'the rise to hold',
} as const;

/** Why a message is not live. */
export const MODES: Readonly<Record<string, string>> = {
  late: 'it came too late to start a flow, so it only went onto the timeline',
  backfill: 'it was history when the service learnt of it, so it only went onto the timeline',
  forgotten: 'the customer asked to be forgotten, so nobody was told',
  shadow: 'the service ran in shadow, so nothing was sent',
  'identity-missing': 'no e-mail address ever came, so nobody was told',
  'identity-filtered': "the address is nobody's by the policy, so nobody was told",
  'dispatch-unconfirmed': 'nothing that the policy accepts ever confirmed that it left, so nobody was told',
};

export const SOURCES: Readonly<Record<string, string>> = {
  webhook: 'from a webhook',
  sweep: 'from a sweep',
  carrier: 'from the carrier',
  returns: 'from the returns system',
  shop: 'from the shop',
  manual: 'by hand',
  order: 'from an order',
};
