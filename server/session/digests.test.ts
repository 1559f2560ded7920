import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumsText } from '../../domain/record/digest.ts';
import { edit } from '../../tests/support/edits.ts';
import { Desk, type Guest } from '../../tests/support/guest.ts';
import { JOB, NORTH, ORG, Rig } from '../../tests/support/hospital.ts';
import { sha256 } from '../compose.ts';

let rig: Rig;
let guest: Guest;
beforeEach(async () => {
  rig = await new Rig().found();
  guest = new Desk(rig).guest(rig.laptop('ana'));
  await guest.hello();
  await guest.pull();
  await guest.say({ k: 'ack', site: null, to: rig.storage.head(ORG).position });
});
afterEach(() => rig.close());

describe('[W-8] sums at one position', () => {
  it('[W-8] the piece that brings a console to that position is sent before the answer, without waiting for the news', async () => {
    await rig.import([edit(null, 'note.entry', { workOrder: JOB, text: 'hot' })]);
    const head = rig.storage.head(ORG).position;
    await guest.say({ k: 'digestAsk', ask: 7, want: 'print' });
    const [piece, answer] = guest.heard.slice(-2);
    expect(piece).toMatchObject({ k: 'delta', to: head, remaining: 0 });
    expect(answer).toMatchObject({ k: 'digests', ask: 7, position: head, sums: null });
  });

  it('[W-8] the print is that of the sums, and both are of what this console sees', async () => {
    await guest.say({ k: 'digestAsk', ask: 1, want: 'sums' });
    const answer = guest.last('digests');
    const sums = (answer?.sums ?? []).map(([site, collection, sum, count]) => ({ site, collection, sum, count }));
    expect(answer?.print).toBe(sha256(sumsText(sums)));
    const visible = rig.storage.digests(ORG).filter((d) => d.site === null || d.site === NORTH);
    expect(sums).toEqual(visible.map((d) => ({ ...d, site: d.site ?? '' })));
  });

  it('[W-8] what a console put right is logged with its device, and counted', async () => {
    const desk = new Desk(rig);
    const laptop = rig.laptop('ana');
    const told = desk.guest(laptop);
    await told.hello();
    const mended = {
      k: 'mended',
      site: NORTH,
      collection: 'note',
      missing: 2,
      surplus: 0,
      altered: 1,
      miscounted: false,
    };
    await told.say({ ...mended, holds: true });
    await told.say({ ...mended, holds: false });
    const what = { site: NORTH, collection: 'note', missing: 2, altered: 1, device: laptop.device };
    expect(desk.logged).toMatchObject([
      { event: 'replica mended', ...what },
      { event: 'replica still differs', ...what },
    ]);
    const { text } = await desk.metrics.render();
    expect(text).toContain('holdfast_replicas_mended_total{result="holds"} 1');
    expect(text).toContain('holdfast_replicas_mended_total{result="stillDiffers"} 1');
  });
});
