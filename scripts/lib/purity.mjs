// Is code pure? Read from the syntax tree with the compiler's own name resolution, so that a local variable called
// `performance` is fine and an innocent-looking `Math` passed along is not.
import ts from 'typescript';

/** What pure code may use of its surroundings. Whatever is not listed is refused: new globals arrive every year. */
const PURE_GLOBALS = new Set(
  `undefined NaN Infinity Object Array String Number Boolean BigInt Symbol Map Set WeakMap WeakSet JSON RegExp Reflect
  Error TypeError RangeError SyntaxError AggregateError Iterator Uint8Array ArrayBuffer DataView TextEncoder TextDecoder
  URL URLSearchParams structuredClone parseInt parseFloat isNaN isFinite
  encodeURIComponent decodeURIComponent encodeURI decodeURI`.split(/\s+/),
);

/** Fine with a time zone or locale in hand, different on every machine without one. */
const NEEDS_ARGUMENTS = new Map([
  ['localeCompare', 2],
  ['toLocaleString', 1],
  ['toLocaleDateString', 1],
  ['toLocaleTimeString', 1],
  ['toLocaleLowerCase', 1],
  ['toLocaleUpperCase', 1],
]);

/** Reads or writes a date in the time zone of the machine. */
const MACHINE_TIME =
  /^(get|set)(Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|Year|TimezoneOffset)$|^to(Date|Time)?String$/;

/**
 * @param {ts.SourceFile} sourceFile
 * @param {ts.TypeChecker} checker
 * @param {(sourceFile: ts.SourceFile) => boolean} isOurs false for the declarations that come with the platform
 * @returns {{ position: number, message: string }[]}
 */
export function findImpurities(sourceFile, checker, isOurs) {
  const found = [];
  const report = (node, message) => found.push({ position: node.getStart(sourceFile), message });

  const fromPlatform = (symbol) =>
    symbol === undefined || (symbol.declarations ?? []).every((each) => !isOurs(each.getSourceFile()));
  const isGlobal = (identifier) => {
    const symbol = ts.isShorthandPropertyAssignment(identifier.parent)
      ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
      : checker.getSymbolAtLocation(identifier);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias) return false; // imported: the layers' business
    return fromPlatform(symbol);
  };

  const checkGlobal = (node) => {
    const { parent } = node;
    const member = ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : undefined;
    switch (node.text) {
      case 'Math':
        if (member === undefined || member === 'random')
          report(parent, 'dice: `Math` only as `Math.<something fixed>`');
        return;
      case 'Date': {
        const isParsed = ts.isNewExpression(parent) && parent.expression === node && parent.arguments?.length === 1;
        const isTypeTest =
          ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
        if (!isParsed && !isTypeTest && member !== 'parse' && member !== 'UTC')
          report(parent, 'clock: `Date` only as `new Date(<one instant>)`, `Date.parse` or `Date.UTC`');
        return;
      }
      case 'Intl':
        if (member === undefined || !isGivenLocale(parent.parent))
          report(parent, 'machine: `Intl` only as `new Intl.X(<locale>, …)`');
        return;
      default:
        if (!PURE_GLOBALS.has(node.text))
          report(node, `surroundings: \`${node.text}\` is not on the list of pure globals`);
    }
  };

  const checkMember = (node) => {
    const name = node.name.text;
    const symbol = checker.getSymbolAtLocation(node.name);
    if (symbol === undefined || !fromPlatform(symbol)) return;
    const owner = symbol.declarations?.[0]?.parent;
    const ownerName = owner !== undefined && ts.isInterfaceDeclaration(owner) ? owner.name.text : '';
    if (ownerName === 'Date' && MACHINE_TIME.test(name))
      report(node.name, `machine: \`${name}\` depends on its time zone`);
    const needed = NEEDS_ARGUMENTS.get(name);
    const call = ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : undefined;
    if (needed !== undefined && (call?.arguments.length ?? 0) < needed)
      report(node.name, `machine: \`${name}\` without a locale depends on where it runs`);
  };

  const visit = (node) => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (ts.isExportDeclaration(node)) return;
    if (
      ts.isVariableStatement(node) &&
      node.parent === sourceFile &&
      !(node.declarationList.flags & ts.NodeFlags.Const)
    )
      report(node, 'memory: module-level variables outlive a call');
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      report(node, 'surroundings: `import.meta` differs from place to place');
    if (ts.isPropertyAccessExpression(node)) checkMember(node);
    if (ts.isIdentifier(node) && isReference(node) && isGlobal(node)) checkGlobal(node);
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}

/** Is the identifier a value being read, rather than a name being given or a member being named? */
function isReference(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isShorthandPropertyAssignment(parent))
    return parent.name === node || parent.objectAssignmentInitializer === node;
  if (ts.isMetaProperty(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isDeclaration(parent) && 'name' in parent) return parent.name !== node;
  return true;
}

function isGivenLocale(node) {
  if (!ts.isNewExpression(node)) return false;
  const locale = node.arguments?.[0];
  return locale !== undefined && !(ts.isIdentifier(locale) && locale.text === 'undefined');
}
