export { a } from './cycle-a.ts';
