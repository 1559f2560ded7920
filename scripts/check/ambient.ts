// Time, timers and chance come in as inputs; only composition roots may take them from the machine. Without this the lab
// could not run the real code on a virtual clock from a seed. The compiler keeps timers and crypto out of domain/ and
// protocol/, but `Date.now` and `Math.random` belong to the language, so they are looked for here, in the parsed code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, type Finding } from './report.ts';
import { listSources, TOP } from './source-files.ts';
import { child, list, parse, text, walk, type SyntaxNode } from './syntax.ts';

/** Where the machine's clock and chance enter. */
const ROOTS: readonly RegExp[] = [
  /^main\/compose\.ts$/,
  /^main\/console\.ts$/,
  /^main\/shell\//,
  /^server\/compose\.ts$/,
  /^server\/main\.ts$/,
  /^server\/cli\//,
  /^renderer\/app\/clock\.ts$/,
  /^renderer\/ipc\/client\.ts$/,
  /^lab\/(main\.ts$|cli\/|proxy\/)/,
  /^(bench|scripts|tests)\//,
  // Tests beside Node code may wait for real things; tests of pure code have nothing to wait for.
  /^(main|server|lab|renderer|preload)\/.*\.test\.tsx?$/,
];

const GLOBALS = new Set(['setTimeout', 'setInterval', 'setImmediate']);

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now', 'timeOrigin', 'mark', 'measure'],
  crypto: ['randomUUID', 'getRandomValues', 'randomBytes', 'randomInt', 'randomFillSync', 'randomFill'],
  process: ['hrtime', 'uptime'],
  AbortSignal: ['timeout'],
  Temporal: ['Now'],
};

/** Module → names that must not be imported from it; '*' is any name. */
const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  crypto: ['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync', 'getRandomValues', 'webcrypto'],
  timers: ['*'],
  'timers/promises': ['*'],
  perf_hooks: ['*'],
};

const IN_SQL =
  /\b(CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME)\b|\b(unixepoch|randomblob|random)\(\s*\)|\((['"])now\3|'now'\s*[,)]/i;

const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global']);
/** Places in which an identifier names something of its own and refers to nothing. */
const KEY_FIELDS = new Set(['key', 'property', 'imported', 'exported', 'label']);

export function mayUseTheMachine(path: string): boolean {
  return ROOTS.some((root) => root.test(path));
}

export function findAmbient(path: string, source: string): Finding[] {
  const { root, lineOf } = parse(path, source);
  const findings: Finding[] = [];
  walk(root, (node, parent, field) => {
    const what = ambientHere(node, parent, field);
    if (what !== undefined) {
      findings.push({ place: `${path}:${lineOf(node.start)}`, problem: `${what}: take it as an input` });
    }
  });
  return findings;
}

function ambientHere(node: SyntaxNode, parent: SyntaxNode | undefined, field: string): string | undefined {
  switch (node.type) {
    case 'MemberExpression':
      return ambientMember(node);
    case 'NewExpression':
      return isGlobal(child(node, 'callee'), 'Date') && list(node, 'arguments').length === 0 ? 'new Date()' : undefined;
    case 'CallExpression':
      return isGlobal(child(node, 'callee'), 'Date') ? 'Date()' : undefined;
    case 'Identifier':
      return ambientIdentifier(node, parent, field);
    case 'ImportDeclaration':
      return ambientImport(node);
    case 'Literal':
      return ambientSql(text(node, 'value'));
    case 'TemplateElement':
      return ambientSql(rawText(node));
    default:
      return undefined;
  }
}

function ambientMember(node: SyntaxNode): string | undefined {
  const name = memberName(node);
  const object = child(node, 'object');
  if (name === undefined || object === undefined) return undefined;
  const owner = globalName(object);
  if (owner !== undefined && GLOBAL_OBJECTS.has(owner) && GLOBALS.has(name)) return name;
  return owner !== undefined && Object.hasOwn(MEMBERS, owner) && MEMBERS[owner]?.includes(name)
    ? `${owner}.${name}`
    : undefined;
}

function ambientIdentifier(node: SyntaxNode, parent: SyntaxNode | undefined, field: string): string | undefined {
  const name = text(node, 'name');
  if (name === undefined || !GLOBALS.has(name)) return undefined;
  if (parent !== undefined && KEY_FIELDS.has(field) && parent['computed'] !== true) return undefined;
  return parent?.type === 'TSTypeQuery' ? undefined : name;
}

function ambientImport(node: SyntaxNode): string | undefined {
  if (node['importKind'] === 'type') return undefined;
  const module = text(child(node, 'source'), 'value')?.replace(/^node:/, '') ?? '';
  const banned = Object.hasOwn(IMPORTS, module) ? IMPORTS[module] : undefined;
  if (banned === undefined) return undefined;
  for (const specifier of list(node, 'specifiers')) {
    if (specifier['importKind'] === 'type') continue;
    const name = text(child(specifier, 'imported'), 'name') ?? '*';
    if (name === '*' || banned.includes('*') || banned.includes(name)) return `${name} from ${module}`;
  }
  return undefined;
}

const ambientSql = (value: string | undefined): string | undefined =>
  value !== undefined && IN_SQL.test(value) && /\b(SELECT|INSERT|UPDATE|DELETE|DEFAULT|WHERE)\b/i.test(value)
    ? 'clock or chance in SQL'
    : undefined;

function rawText(node: SyntaxNode): string | undefined {
  const value = node['value'];
  return typeof value === 'object' && value !== null && 'raw' in value && typeof value.raw === 'string'
    ? value.raw
    : undefined;
}

function memberName(node: SyntaxNode): string | undefined {
  const property = child(node, 'property');
  return node['computed'] === true ? text(property, 'value') : text(property, 'name');
}

/** `Date`, or `globalThis.Date`. */
function globalName(node: SyntaxNode): string | undefined {
  if (node.type === 'Identifier') return text(node, 'name');
  if (node.type !== 'MemberExpression') return undefined;
  const object = child(node, 'object');
  const owner = object?.type === 'Identifier' ? text(object, 'name') : undefined;
  return owner !== undefined && GLOBAL_OBJECTS.has(owner) ? memberName(node) : undefined;
}

const isGlobal = (node: SyntaxNode | undefined, name: string): boolean =>
  node !== undefined && globalName(node) === name;

if (import.meta.main) {
  const looked = listSources().filter((path) => !mayUseTheMachine(path));
  const findings = looked.flatMap((path) => findAmbient(path, readFileSync(join(TOP, path), 'utf8')));
  report(findings, `${looked.length} files take time and chance as inputs`);
}
