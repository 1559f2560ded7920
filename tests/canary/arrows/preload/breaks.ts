// preload-imports-the-channel-name
export { a } from '../domain/cycle-a.ts';
