// lab-stays-out-of-tests
export { step } from '../tests/step.ts';
