// One line per result; the process fails when one misses its line.

/** @param {string} name @param {string | number} value @param {string | number | undefined} line @param {boolean} isGood */
export function report(name, value, line, isGood) {
  console.log(
    `${name.padEnd(64)} ${String(value).padStart(10)}${line === undefined ? '' : `  (${line})`}${isGood ? '' : '  MISSED'}`,
  );
  if (!isGood) process.exitCode = 1;
}
