/** tRPC for the console's own doors, with expected faults carried as data instead of text. */
import { initTRPC } from '@trpc/server';
import type { ConsoleApi } from '../../protocol/ipc/api.ts';
import { ConsoleFault, type Fault } from '../../protocol/ipc/fault.ts';

export interface IpcContext {
  readonly api: ConsoleApi;
}

const t = initTRPC.context<IpcContext>().create({
  errorFormatter({ shape, error }) {
    const fault: Fault | null = error.cause instanceof ConsoleFault ? error.cause.fault : null;
    return { ...shape, data: { code: shape.data.code, path: shape.data.path, fault } };
  },
});

export const router = t.router;
export const procedure = t.procedure;
export const createCaller = t.createCallerFactory;
