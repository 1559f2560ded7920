import { afterEach, beforeEach, expect, it } from 'vitest';
import { FAR_FUTURE_MS, hlcFromMs, hlcMs } from '../../domain/clock/hlc.ts';
import type { Hlc } from '../../domain/clock/hlc.ts';
import { verify } from '../admin/verify.ts';
import { digest48, sha256 } from '../compose.ts';
import { edit } from '../../tests/support/edits.ts';
import { JOB, ORG, Rig } from '../../tests/support/hospital.ts';
import type { Laptop } from '../../tests/support/laptop.ts';

const DAY = 86_400_000;
let rig: Rig;
let ana: Laptop;
beforeEach(async () => {
  rig = await new Rig().found();
  ana = rig.laptop('ana');
});
afterEach(() => rig.close());

const written = (clock: number) =>
  ana.change([edit(null, 'note.entry', { workOrder: JOB, text: 'x' })], { hlc: hlcFromMs(clock), madeAt: clock });
const entries = () => rig.storage.log(ORG, 0 as never, 100).filter((e) => e.device === ana.device);

it('[C-9] a stamp from the far future is clamped, taken, and flagged with how far ahead the laptop was', async () => {
  expect(await rig.outcome(written(rig.now + 10 * 365 * DAY))).toEqual([{ kind: 'applied' }]);
  const [entry] = entries();
  expect(entry?.hlc).toBe(hlcFromMs(rig.now + FAR_FUTURE_MS));
  expect(entry?.ahead).toBe(10 * 365 * DAY);
  expect(entry?.madeAt).toBe(rig.now + 10 * 365 * DAY);
});

it('[C-9] a clock that is a little ahead, or years behind, is neither clamped nor flagged', async () => {
  await rig.submit(written(rig.now + DAY), written(rig.now - 10 * 365 * DAY));
  expect(entries().map((e) => e.ahead)).toEqual([undefined, undefined]);
  expect(hlcMs(entries()[0]?.hlc ?? (0 as Hlc))).toBe(rig.now + DAY);
});

it('[C-9, W-4] the flag is there as well when the change had to wait', async () => {
  const job = rig.laptop('ben').change([edit(null, 'workOrder.request', { title: 'by hub' })]);
  const early = ana.change([edit(null, 'note.entry', { workOrder: job.edits[0]!.record, text: 'x' })], {
    hlc: hlcFromMs(rig.now + 30 * DAY),
  });
  expect(await rig.outcome(early)).toMatchObject([{ kind: 'waiting' }]);
  await rig.submit(job);
  expect(entries().map((e) => e.ahead)).toEqual([30 * DAY]);
});

it('[C-9, A-1] the flag is part of what the chain covers, and the log verifies after a restart', async () => {
  await rig.submit(written(rig.now + 30 * DAY), written(rig.now));
  rig.reopen();
  const proved = () =>
    verify({ storage: rig.storage, org: ORG, sha256, digest: digest48, progress: () => {} }).problems;
  expect(proved()).toEqual([]);
  rig.database.connection.exec('UPDATE log SET ahead = ahead - 1 WHERE ahead IS NOT NULL');
  expect(proved()).not.toEqual([]);
});
