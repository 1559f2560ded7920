/**
 * The sums of what a console may see, at the end of the log (W-8). The pieces that bring the console there are sent
 * first, so the answer finds it at that position; where that cannot be, it sees so by the position and asks again.
 */
import { sumsText, type DigestSum } from '../../domain/record/digest.ts';
import type { DigestAsk } from '../../protocol/wire/digest.ts';
import type { Mended } from '../../protocol/wire/repair.ts';
import { sees } from '../sync/publish.ts';
import type { Head } from '../storage/contract/types.ts';
import type { Greeted } from './greet.ts';
import type { Peer } from './peer.ts';

export function answerDigests(session: Peer, greeted: Greeted, { ask, want }: DigestAsk): void {
  session.stream?.bringToEnd();
  const { head, sums } = sumsAtHead(session, greeted);
  session.send({
    k: 'digests',
    ask,
    incarnation: head.incarnation,
    position: head.position,
    print: session.ports.sha256(sumsText(sums)),
    sums: want === 'sums' ? sums.map((s) => [s.site, s.collection, s.sum, s.count]) : null,
  });
}

/** Another process may commit between two reads: only sums with the same head before and after are of that head. */
function sumsAtHead({ ports }: Peer, greeted: Greeted): { readonly head: Head; readonly sums: readonly DigestSum[] } {
  const { storage, org } = ports;
  for (;;) {
    const head = storage.head(org);
    const all = storage.digests(org);
    if (storage.head(org).position !== head.position) continue;
    const visible = all.filter((d) => d.count !== 0 && sees(greeted.siteSet, d.site));
    return { head, sums: visible.map((d) => ({ ...d, site: d.site ?? '' })) };
  }
}

/** A console has put something right, or could not: for whoever looks after the server. */
export function noteMended({ ports }: Peer, greeted: Greeted, mended: Mended): void {
  const { k, ...what } = mended;
  void k;
  ports.metrics.mended?.(mended.holds ? 'holds' : 'stillDiffers');
  ports.log({ event: mended.holds ? 'replica mended' : 'replica still differs', device: greeted.device, ...what });
}
