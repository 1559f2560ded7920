// no-barrels
export { a } from './index.ts';
// nothing-unresolved
export { gone } from './gone.ts';
// domain-imports-domain
export { commit } from '../main/replica/commit.ts';
// no-node-in-pure-or-web-code
export { readFileSync } from 'node:fs';
// domain-knows-zod-in-its-schema-only
export { z } from 'zod';
