// Bundled ahead of a suite: notes every clock, die, timer and call that is touched while the package is imported.
const touched = [];
const restorers = [];

function watch(holder, holderName, method) {
  const original = holder[method];
  holder[method] = (...args) => {
    touched.push(`${holderName}.${method}`);
    return original.apply(holder, args);
  };
  restorers.push(() => {
    holder[method] = original;
  });
}

for (const method of ['setTimeout', 'setInterval', 'queueMicrotask', 'fetch']) watch(globalThis, 'globalThis', method);
for (const method of ['log', 'info', 'warn', 'error']) watch(console, 'console', method);
for (const method of ['getRandomValues', 'randomUUID']) if (method in crypto) watch(crypto, 'crypto', method);
watch(Date, 'Date', 'now');
watch(Math, 'Math', 'random');

/** Ends the watch and tells what was touched. */
export function touchedByImports() {
  for (const restore of restorers.splice(0)) restore();
  return [...touched];
}
