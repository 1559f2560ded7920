/**
 * The server does not have all that it once told this console (W-12): restored from a backup, or an asynchronous standby
 * that took over. The console goes back to the last position that both share, in one durable transaction: own work beyond
 * it is offered again, everything else beyond it is read again. A crash before the transaction leaves it to be done at the
 * next hello, one after it changes nothing any more.
 */
import type { Position } from '../../domain/ids.ts';
import type { Hello, Welcome } from '../../protocol/wire/hello.ts';
import type { Replica } from '../replica/replica.ts';
import { noteMark } from './log-marks.ts';
import { offerAgain } from './offer-again.ts';
import { unknowBeyond } from './read-again.ts';
import { noteBegun } from './view-change.ts';

export interface WentBack {
  readonly to: number;
  /** Own changes that are offered again. */
  readonly offered: number;
  readonly readsAgain: boolean;
}

/**
 * True when the server cannot vouch for the newest thing that the hello named. Not the newest that is here by now: a piece
 * of the connection before may have been finished meanwhile.
 */
export function mustGoBack(hello: Pick<Hello, 'mark' | 'cursor'>, welcome: Pick<Welcome, 'common'>): boolean {
  return welcome.common < (hello.mark?.position ?? hello.cursor);
}

/** Nothing may be under way that moves the cursor. */
export function goBack(replica: Replica, welcome: Welcome): WentBack {
  const to = welcome.common as Position;
  return replica.transact('durable', () => {
    const readsAgain = unknowBeyond(replica, to);
    if (readsAgain) noteBegun(replica);
    const offered = offerAgain(replica, to);
    replica.marks.removeBeyond.run(to);
    stand(replica, welcome);
    return { to, offered, readsAgain };
  });
}

/** Notes which log this is, and how far it has come. Call inside a transaction. */
export function stand(replica: Replica, welcome: Welcome): void {
  replica.writeMeta('incarnation', welcome.incarnation);
  replica.writeMeta('safePosition', welcome.safePosition);
  noteMark(replica, welcome.mark);
}
