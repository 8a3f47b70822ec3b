/**
 * Text from other systems must not steer the terminal it is shown in. JSON stays valid: what could remain in it lies
 * inside its strings, where `\u001b` means the same.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
