// One way to look at code for all checks that read it: parsed by oxc, walked with parents, findings by line.
import { parseSync, type Comment } from 'oxc-parser';

/** A syntax node of any kind. Fields are read through `child`, `list` and `text`, so that no check needs a cast. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Parsed {
  readonly root: SyntaxNode;
  readonly comments: readonly Comment[];
  readonly lineOf: (offset: number) => number;
}

export function parse(path: string, source: string): Parsed {
  const { program, comments, errors } = parseSync(path, source, { preserveParens: false });
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  if (!isNode(program)) throw new Error(`${path}: the parser gave no program`);
  return { root: program, comments, lineOf: (offset) => source.slice(0, offset).split('\n').length };
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The node in `field`, if one is there. */
export function child(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** The nodes in the array `field`. */
export function list(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The string in `field`, if one is there. */
export function text(node: SyntaxNode | undefined, field: string): string | undefined {
  const value = node?.[field];
  return typeof value === 'string' ? value : undefined;
}

/** Depth first. `visit` gets each node, its parent and the field of the parent it stands in. */
export function walk(
  node: SyntaxNode,
  visit: (node: SyntaxNode, parent: SyntaxNode | undefined, field: string) => void,
  parent?: SyntaxNode,
  field = '',
): void {
  visit(node, parent, field);
  for (const [name, value] of Object.entries(node)) {
    if (isNode(value)) walk(value, visit, node, name);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) walk(item, visit, node, name);
  }
}
