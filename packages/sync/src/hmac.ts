/** Keyed digests and comparison that takes equally long whatever differs. Web Crypto only. */

function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** HMAC-SHA-256 in lower-case hex. */
export async function hmacHex(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const usage: KeyUsage[] = ['sign'];
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    usage,
  );
  return toHex(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

/** Compares digests, so that neither length nor the first difference shows in the time it takes. */
export async function isSameSecret(given: string, expected: string): Promise<boolean> {
  const [one, other] = await Promise.all([hmacHex('compare', given), hmacHex('compare', expected)]);
  let difference = 0;
  for (let index = 0; index < one.length; index += 1) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}
