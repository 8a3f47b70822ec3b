/** Codes compared as people mean them: `Not Dispatched`, `not_dispatched` and `NOTDISPATCHED` are one. */
export function foldCode(code: string): string {
  return code.toLowerCase().replace(/[\s_-]+/g, '');
}
