import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readEnvironment, VARIABLES } from 'clarus-klaviyo/environment';
import { expect, test } from 'vitest';

const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
const policy = readFileSync(new URL('../policy.json', import.meta.url), 'utf8');

test('.env.example has a line for every variable that is read, and for no other', () => {
  const written = [...text.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(written.toSorted()).toEqual(VARIABLES.map(({ name }) => name).toSorted());
});

test('filled in where it is empty, it is ready: in shadow, so that a first start sends nothing', () => {
  const given = parseEnv(text.replaceAll(/^([A-Z_]+)=$/gm, '$1=a-value-of-enough-length'));
  const settings = readEnvironment(given, (path) => {
    expect(path).toBe('policy.json');
    return policy;
  });
  expect(settings).toMatchObject({ isShadow: true, port: 3000, automations: { '43': 'goods_out.completed' } });
});
