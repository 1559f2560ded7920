// server-imports-inward
export { commit as admit } from '../../main/replica/commit.ts';
// support-is-for-tests
export { step } from '../../tests/step.ts';
