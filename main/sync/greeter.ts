/**
 * One greeting after the other: what this console says of itself, and what came of it. Before anything else is sent, it is
 * settled whether the replica still fits what the server has received of it (W-2), and whether the server's log still
 * holds what the replica was told (W-12).
 */
import { HLC_ZERO, hlcFromMs, observe, type Hlc } from '../../domain/clock/hlc.ts';
import type { Challenge, Hello, Welcome } from '../../protocol/wire/hello.ts';
import type { Replica } from '../replica/replica.ts';
import { enterEpoch, isCopy } from './enter-epoch.ts';
import { goBack, mustGoBack, stand } from './go-back.ts';
import { keepWitness } from './keep-witness.ts';
import { helloFor, type HelloPorts } from './hello.ts';

/** `copy`: a new epoch was entered, and the server has to hear of it. `cut`: the replica has to go back first. */
export type Met = 'fits' | 'copy' | 'cut';

export interface GreeterPorts extends HelloPorts {
  readonly now: () => number;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
}

export class Greeter {
  private readonly replica: Replica;
  private readonly ports: GreeterPorts;
  private hello: Hello | null = null;
  /** Of the log, as the last welcome said. */
  private incarnation = '';

  constructor(replica: Replica, ports: GreeterPorts) {
    this.replica = replica;
    this.ports = ports;
  }

  /** null before enrolment. */
  answer(challenge: Challenge): Hello | null {
    this.observeClock(challenge.serverTime);
    this.hello = helloFor(this.replica, this.ports, challenge, this.ports.now());
    return this.hello;
  }

  meet(welcome: Welcome): Met {
    const { replica, hello } = this;
    this.incarnation = welcome.incarnation;
    if (isCopy(replica, welcome)) {
      this.ports.log({ event: 'this replica is a copy: a new epoch begins', epoch: enterEpoch(replica, welcome) });
      return 'copy';
    }
    if (hello && mustGoBack(hello, welcome)) return 'cut';
    replica.transact('replayable', () => stand(replica, welcome));
    keepWitness(replica, welcome.checkpoint);
    return 'fits';
  }

  /** Nothing may be under way that moves the cursor. */
  goBack(welcome: Welcome): void {
    this.ports.log({ event: 'the server was restored: going back', ...goBack(this.replica, welcome) });
  }

  /** What another incarnation says is not taken: the next hello will tell what of it holds (W-12). */
  isOfThisLog({ incarnation }: { readonly incarnation: string }): boolean {
    if (incarnation === this.incarnation) return true;
    this.ports.log({ event: 'another incarnation of the log', incarnation });
    return false;
  }

  /** What is made here from now on is later than what the server has seen, whatever this laptop's clock says (C-9). */
  private observeClock(serverTime: number): void {
    const last = readHlc(this.replica.readMeta('hlc'));
    const next = observe(last, hlcFromMs(serverTime), this.ports.now());
    if (next > last) this.replica.transact('replayable', () => this.replica.writeMeta('hlc', next));
  }
}

/** A fresh one, in the middle of the old one's life. */
export function keepLease(replica: Replica, lease: string): void {
  replica.transact('durable', () => replica.writeMeta('lease', lease));
}

function readHlc(kept: number | null): Hlc {
  return kept === null ? HLC_ZERO : (kept as Hlc);
}
