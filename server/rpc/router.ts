/**
 * The server's doors: frames up and down for the engine (`link`), and the few calls that come before there is a session
 * (`account`). tRPC carries them; what they mean is decided behind them.
 */
import { initTRPC } from '@trpc/server';
import { demoRequest, enrolRequest, signInRequest } from '../../protocol/wire/account.ts';
import type { DeviceNo, PersonId } from '../../domain/ids.ts';
import { FrameFault } from '../../protocol/wire/frame.ts';
import type { Enrolment } from '../auth/enrol.ts';
import type { RpcContext } from './context.ts';

const t = initTRPC.context<RpcContext>().create({
  errorFormatter: ({ shape }) => ({ ...shape, data: { code: shape.data.code, path: shape.data.path } }),
});

function frameInput(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new FrameFault('notAFrame', 'a frame is made of bytes');
}

export function createRouter(enrolment: Enrolment) {
  return t.router({
    link: t.router({
      open: t.procedure.subscription(async function* ({ ctx, signal }) {
        ctx.session.open();
        yield* ctx.outbox.drain(signal);
      }),
      send: t.procedure.input(frameInput).mutation(async ({ ctx, input }) => {
        await ctx.session.receive(input);
      }),
    }),
    account: t.router({
      demoPeople: t.procedure.query(() => enrolment.demoPeople()),
      enrol: t.procedure.input(enrolRequest).mutation(({ input }) => enrolment.enrol(input)),
      enrolDemo: t.procedure
        .input(demoRequest)
        .mutation(({ input }) => enrolment.enrolDemo({ ...input, person: input.person as PersonId })),
      nonce: t.procedure.query(({ ctx }) => ctx.nonce),
      signIn: t.procedure.input(signInRequest).mutation(({ ctx, input }) =>
        enrolment.signIn({
          ...input,
          nonce: ctx.nonce,
          device: input.device as DeviceNo,
          person: input.person as PersonId,
        }),
      ),
    }),
  });
}
