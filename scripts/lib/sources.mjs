// The non-test sources of the packages, parsed, and what each of them imports.
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { filesBelow } from './fingerprint.mjs';
import { isTestCode } from './repository.mjs';

/**
 * @typedef {object} Import
 * @property {string} specifier as written
 * @property {number} position
 * @property {boolean} isTypeOnly erased when the code runs
 */

/** Shipped code only: tests may reach for what they like. */
export function shippedFiles(packagePath) {
  return filesBelow(join(packagePath, 'src')).filter((path) => /\.[cm]?tsx?$/.test(path) && !isTestCode(path));
}

/** Every module a file names: imports, re-exports, `import()` and `import('x').T`. @returns {Import[]} */
export function importsOf(sourceFile) {
  const found = [];
  const add = (literal, isTypeOnly) => {
    if (literal !== undefined && ts.isStringLiteralLike(literal)) {
      found.push({ specifier: literal.text, position: literal.getStart(sourceFile), isTypeOnly });
    }
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

/** `@scope/name/sub/path` → `@scope/name`. */
export function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

export function isNodeBuiltin(specifier) {
  return specifier.startsWith('node:') || isBuiltin(specifier);
}

/** `packages/sync/src/node.ts:12:3`, as editors and terminals link it. */
export function locate(root, sourceFile, position) {
  const { line, character } = sourceFile.getLineAndCharacterOfPosition(position);
  return `${relative(root, sourceFile.fileName).replaceAll('\\', '/')}:${line + 1}:${character + 1}`;
}
