import { describe, expect, test } from 'vitest';
import { readCatalog, standaloneManifest } from './examples.mjs';

const WORKSPACE = `packages:
  - packages/*

catalog:
  "@types/node": 24.1.0
  express: 5.3.0

allowBuilds:
  esbuild: true
`;

describe('an example as a project of its own', () => {
  test('the catalog is read to its end and no further', () => {
    expect([...readCatalog(WORKSPACE)]).toEqual([
      ['@types/node', '24.1.0'],
      ['express', '5.3.0'],
    ]);
    expect([...readCatalog('packages: []\n')]).toEqual([]);
  });

  test('its manifest names tarballs and versions, and what our packages need of each other', () => {
    const from = {
      tarballs: new Map([
        ['@ours/sync', '/somewhere/ours-sync-1.0.0.tgz'],
        ['@ours/mapping', '/somewhere/ours-mapping-1.0.0.tgz'],
        ['@ours/other', '/somewhere/ours-other-1.0.0.tgz'],
      ]),
      catalog: readCatalog(WORKSPACE),
      packages: [
        { name: '@ours/mapping', upstream: [] },
        { name: '@ours/sync', upstream: ['@ours/mapping'] },
        { name: '@ours/other', upstream: [] },
      ],
    };
    const manifest = {
      name: 'example',
      dependencies: { '@ours/sync': 'workspace:^', express: 'catalog:', plain: '^1.0.0' },
      devDependencies: { '@types/node': 'catalog:' },
    };
    expect(standaloneManifest(manifest, from)).toEqual({
      name: 'example',
      dependencies: {
        '@ours/sync': 'file:tarballs/ours-sync-1.0.0.tgz',
        '@ours/mapping': 'file:tarballs/ours-mapping-1.0.0.tgz',
        express: '5.3.0',
        plain: '^1.0.0',
      },
      devDependencies: { '@types/node': '24.1.0' },
    });
  });

  test('a range without a version behind it is said, not guessed', () => {
    const from = { tarballs: new Map(), catalog: new Map(), packages: [] };
    expect(() => standaloneManifest({ dependencies: { express: 'catalog:' } }, from)).toThrow('express');
  });
});
