// protocol-imports-domain
export { commit } from '../main/replica/commit.ts';
