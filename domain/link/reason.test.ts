import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conclude,
  LINK_REASONS,
  LINK_STEPS,
  linkSteps,
  NO_EVIDENCE,
  reasonWords,
  type LinkEvidence,
  type LinkReason,
} from './reason.ts';

const reached = { interfaceUp: true, name: 'resolved', connect: 'open', tls: 'trusted', answer: 'ours' } as const;
/** What a real exchange finds, as far as it gets, and what is concluded from it. */
const FOUND: readonly (readonly [LinkReason, Partial<LinkEvidence>])[] = [
  ['switchedOff', { switchedOn: false }],
  ['noNetwork', { interfaceUp: false }],
  ['noName', { interfaceUp: true, name: 'failed' }],
  ['unreachable', { interfaceUp: true, name: 'resolved', connect: 'timeout' }],
  ['unreachable', { interfaceUp: true, name: 'resolved', connect: 'unreachable' }],
  ['refused', { interfaceUp: true, name: 'resolved', connect: 'refused' }],
  ['certificate', { interfaceUp: true, name: 'resolved', connect: 'open', tls: 'untrusted' }],
  ['signInPage', { ...reached, tls: 'none', answer: 'page' }],
  ['proxyWaiting', { ...reached, answer: 'proxyLogin' }],
  ['refused', { ...reached, answer: 'notRunning' }],
  ['halfOpen', { ...reached, answer: 'silence' }],
  ['halfOpen', { ...reached, hello: 'silence' }],
  ['halfOpen', { ...reached, hello: 'welcome', write: 'silence' }],
  ['tooSlow', { ...reached, hello: 'welcome', write: 'slow' }],
  ['halfOpen', { ...reached, hello: 'silence', write: 'slow' }],
  ['busy', { ...reached, hello: 'busy' }],
  ['signInExpired', { ...reached, hello: 'expired' }],
  ['tooOld', { ...reached, hello: 'tooOld' }],
  ['notEnrolled', { ...reached, hello: 'notEnrolled' }],
  ['wrongServer', { ...reached, hello: 'wrongOrganisation' }],
];
const of = (found: Partial<LinkEvidence>): LinkEvidence => ({ ...NO_EVIDENCE, ...found });

const evidence: fc.Arbitrary<LinkEvidence> = fc.record({
  switchedOn: fc.boolean(),
  interfaceUp: fc.constantFrom(true, false, null),
  name: fc.constantFrom('resolved', 'failed', null),
  connect: fc.constantFrom('open', 'refused', 'timeout', 'unreachable', null),
  tls: fc.constantFrom('trusted', 'untrusted', 'none', null),
  answer: fc.constantFrom('ours', 'page', 'proxyLogin', 'notRunning', 'silence', null),
  hello: fc.constantFrom('welcome', 'busy', 'expired', 'tooOld', 'notEnrolled', 'wrongOrganisation', 'silence', null),
  write: fc.constantFrom('completed', 'silence', 'slow', null),
});

describe('why a write cannot complete', () => {
  it.each(FOUND)('[N-2] %s, from %j', (reason, found) => {
    expect(conclude(of(found))).toBe(reason);
  });

  it('[N-2] every reason is reached by some evidence and has words for a person', () => {
    expect(new Set(FOUND.map(([reason]) => reason))).toEqual(new Set(LINK_REASONS));
    const said = LINK_REASONS.map((reason) => reasonWords(reason));
    for (const words of said) {
      expect(words.says).toMatch(/^[A-Z].{5,80}[^.]$/);
      expect(words.do).toMatch(/^[A-Z].{5,90}\.$/);
      expect(`${words.says} ${words.do}`).not.toMatch(/TCP|TLS|DNS|timeout|socket|ECONN|HTTP/);
    }
    expect(new Set(said.map((w) => w.says)).size).toBe(LINK_REASONS.length);
  });

  it('[N-1] nothing known, or a welcome without a write, claims no obstacle and no success', () => {
    expect(conclude(NO_EVIDENCE)).toBeNull();
    expect(conclude(of({ ...reached, hello: 'welcome' }))).toBeNull();
    expect(linkSteps(NO_EVIDENCE)).toEqual(Object.fromEntries(LINK_STEPS.map((name) => [name, 'unknown'])));
    expect(linkSteps(of({ ...reached, hello: 'welcome' })).writeCompletes).toBe('unknown');
  });

  it('[N-1] a write completes only when an outcome came', () => {
    fc.assert(
      fc.property(evidence, (e) => {
        expect(linkSteps(e).writeCompletes === 'good').toBe(
          e.write === 'completed' && e.hello !== 'busy' && e.hello !== 'silence',
        );
      }),
    );
  });

  it('[N-3] a reason names a step that failed, and no step fails without a reason', () => {
    fc.assert(
      fc.property(evidence, (e) => {
        const reason = conclude({ ...e, switchedOn: true });
        const failed = Object.values(linkSteps(e)).includes('failed');
        expect(failed).toBe(reason !== null);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[N-3] the first step that failed decides, whatever older evidence says of later ones', () => {
    fc.assert(
      fc.property(evidence, (e) => {
        expect(conclude({ ...e, switchedOn: false })).toBe('switchedOff');
        expect(conclude({ ...e, switchedOn: true, interfaceUp: false })).toBe('noNetwork');
        expect(conclude({ ...e, switchedOn: true, interfaceUp: true, name: 'failed' })).toBe('noName');
      }),
    );
  });
});
