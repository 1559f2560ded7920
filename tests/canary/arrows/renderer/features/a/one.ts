// no-feature-imports-a-feature
export { two as one } from '../b/two.ts';
