// router-stays-free-of-node
import { commit } from '../replica/commit.ts';
export type Router = typeof commit;
export const router = commit;
