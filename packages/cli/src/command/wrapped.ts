export const WIDTH: number = 96;

/** Lines no longer than a terminal is usually wide; the first is indented by whoever places it. */
export function wrapped(text: string, width: number = WIDTH, indent = ''): string {
  return text
    .split('\n')
    .map((paragraph) => {
      const lines: string[] = [];
      for (const word of paragraph.split(' ')) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + word.length < width) lines.splice(-1, 1, `${last} ${word}`);
        else lines.push(word);
      }
      return lines.join(`\n${indent}`);
    })
    .join(`\n${indent}`);
}
