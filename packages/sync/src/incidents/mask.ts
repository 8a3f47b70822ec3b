/** Addresses as they may be shown: enough to recognise one's own customer, not enough to write to them. */

const EMAIL = /([\p{L}\p{N}._%+'-])([\p{L}\p{N}._%+'-]*)@([\p{L}\p{N}.-]+\.[\p{L}\p{N}-]+)/gu;

/** `anna@shop.example` → `a…@shop.example`, wherever in a text. */
export function maskEmails(text: string): string {
  return text.replace(EMAIL, (_, first: string, _rest: string, host: string) => `${first}…@${host}`);
}
