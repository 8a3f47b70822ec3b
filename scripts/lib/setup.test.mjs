import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesBelow, fingerprint, stamp } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { listPackages } from './repository.mjs';

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-setup-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('fingerprint', () => {
  const take = (words = []) => fingerprint(folder, filesBelow(folder), words);

  test('changes with a content, a name, or what it is built upon, and with nothing else', () => {
    writeFileSync(join(folder, 'a.ts'), 'one');
    const before = take(['upstream 1']);

    writeFileSync(join(folder, 'a.ts'), 'one');
    expect(take(['upstream 1'])).toBe(before);
    expect(take(['upstream 2'])).not.toBe(before);
    writeFileSync(join(folder, 'a.ts'), 'two');
    const changed = take(['upstream 1']);
    expect(changed).not.toBe(before);
    writeFileSync(join(folder, 'b.ts'), '');
    expect(take(['upstream 1'])).not.toBe(changed);
  });

  test('does not look at what is installed or built', () => {
    const before = take();
    for (const name of ['node_modules', 'dist']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'a.js'), 'x');
    }
    expect(take()).toBe(before);
  });
});

test('a stamp matches what was written, until it is cleared', () => {
  const done = stamp(join(folder, 'state', 'built-mapping'));
  expect(done.matches('abc')).toBe(false);
  done.write('abc');
  expect([done.matches('abc'), done.matches('abd')]).toEqual([true, false]);
  done.clear();
  expect(done.matches('abc')).toBe(false);
});

describe('withLock', () => {
  const unexpected = () => {
    throw new Error('had to wait');
  };

  test('lets one in at a time, and the next one after it', async () => {
    const path = join(folder, 'lock');
    const order = [];
    const secondWaits = Promise.withResolvers();
    const first = withLock(
      path,
      async () => {
        order.push('first in');
        await secondWaits.promise;
        order.push('first out');
      },
      unexpected,
    );
    await withLock(path, async () => order.push('second in'), secondWaits.resolve);
    await first;

    expect(order).toEqual(['first in', 'first out', 'second in']);
    expect(existsSync(path)).toBe(false);
  });

  test('takes over from a process that died', async () => {
    const path = join(folder, 'lock');
    writeFileSync(path, '2147483646'); // beyond what any system hands out
    expect(await withLock(path, async () => 'done', unexpected)).toBe('done');
  });

  test('is free again after a failure', async () => {
    const path = join(folder, 'lock');
    const failing = withLock(path, () => Promise.reject(new Error('half-way')), unexpected);
    await expect(failing).rejects.toThrow('half-way');
    expect(existsSync(path)).toBe(false);
  });
});

describe('listPackages', () => {
  const addPackage = (name, dependencies) => {
    mkdirSync(join(folder, 'packages', name), { recursive: true });
    const manifest = { name, dependencies: Object.fromEntries(dependencies.map((each) => [each, 'workspace:^'])) };
    writeFileSync(join(folder, 'packages', name, 'package.json'), JSON.stringify(manifest));
  };

  test('lists dependencies before dependents', () => {
    addPackage('a', ['b']);
    addPackage('b', ['c', 'zod']);
    addPackage('c', []);
    expect(listPackages(folder).map(({ name, upstream }) => [name, upstream])).toEqual([
      ['c', []],
      ['b', ['c']],
      ['a', ['b']],
    ]);
  });

  test('refuses a circle', () => {
    addPackage('a', ['b']);
    addPackage('b', ['a']);
    expect(() => listPackages(folder)).toThrow(/circle/);
  });
});
