/** A connection as the parts of a session see it: who is at the other end, and how to speak to them. */
import type { ChangeOutcome } from '../../domain/change/outcome.ts';
import type { FrameLink } from '../../protocol/wire/frame.ts';
import type { DownMessage } from '../../protocol/wire/messages.ts';
import type { Problem } from '../../protocol/wire/problem.ts';
import type { SessionPorts } from './ports.ts';

export interface Peer {
  readonly ports: SessionPorts;
  readonly link: FrameLink;
  readonly stream: { outcomesSent(outcomes: readonly ChangeOutcome[]): void; bringToEnd(): boolean } | null;
  send(message: DownMessage): void;
  problem(problem: Problem['problem'], words: string, more?: Partial<Problem>): void;
}
