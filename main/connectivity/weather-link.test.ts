import { beforeEach, describe, expect, it } from 'vitest';
import { conclude, NO_EVIDENCE, type LinkReason } from '../../domain/link/reason.ts';
import { WEATHER_NAMES, type WeatherName } from '../../domain/weather/weather.ts';
import type { FrameLink } from '../../protocol/wire/frame.ts';
import type { Dialer } from '../sync/link.ts';
import { WeatherLink } from './weather-link.ts';
import type { WeatherTimers } from './weathered-connection.ts';

/** A clock moved by hand, with chance that repeats. */
class Clock implements WeatherTimers {
  at = 1_000_000;
  private draws = 0;
  private tasks: { readonly at: number; readonly task: () => void }[] = [];
  now = (): number => this.at;
  random = (): number => (this.draws++ * 0.618) % 1;
  after = (ms: number, task: () => void): (() => void) => {
    const entry = { at: this.at + ms, task };
    this.tasks.push(entry);
    return () => void (this.tasks = this.tasks.filter((t) => t !== entry));
  };
  pass(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = this.tasks.filter((t) => t.at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.tasks = this.tasks.filter((t) => t !== next);
      this.at = Math.max(this.at, next.at);
      next.task();
    }
    this.at = end;
  }
}

/** The network beneath: opens at once, keeps what goes up, sends down what a test says. */
class Beneath implements Dialer {
  readonly up: number[] = [];
  dials = 0;
  open = 0;
  events: Parameters<Dialer['dial']>[0] | null = null;
  dial(events: Parameters<Dialer['dial']>[0]): { abandon(): void } {
    this.dials += 1;
    this.open += 1;
    this.events = events;
    let isOpen = true;
    const close = (): void => {
      if (isOpen) this.open -= 1;
      isOpen = false;
    };
    const link: FrameLink = { send: (frame) => void this.up.push(frame[0] ?? -1), buffered: () => 0, close };
    events.onOpen(link);
    return { abandon: close };
  }
  isSecure = () => false;
  diagnose = () => Promise.resolve({ interfaceUp: true, answer: 'ours' as const });
}

let clock: Clock;
let beneath: Beneath;
let link: WeatherLink;
let down: number[];
let closed: number;
let wire: FrameLink | null;
beforeEach(() => {
  clock = new Clock();
  beneath = new Beneath();
  link = new WeatherLink(beneath, clock);
  down = [];
  closed = 0;
  wire = null;
});
const dial = () =>
  link.dial({
    onOpen: (opened) => (wire = opened),
    onFrame: (frame) => void down.push(frame[0] ?? -1),
    onClose: () => (closed += 1),
  });
const frame = (first: number, bytes = 100): Uint8Array => {
  const made = new Uint8Array(bytes);
  made[0] = first;
  return made;
};
const send = (count: number, bytes = 100): void => {
  for (let i = 0; i < count; i++) wire?.send(frame(i, bytes));
};
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('training weather on a console’s link', () => {
  it('[N-1] clear adds nothing: frames pass at once, in both directions', () => {
    dial();
    send(5);
    beneath.events?.onFrame(frame(9));
    expect([beneath.up, down]).toEqual([numbers(5), [9]]);
  });

  it.each(['weak', 'satellite', 'throttled', 'slow-reader'] as const)(
    '[N-5] %s: late, and then all of it, once and in order',
    (weather) => {
      link.set(weather);
      dial();
      clock.pass(60_000);
      send(40);
      for (let i = 0; i < 40; i++) beneath.events?.onFrame(frame(i));
      expect([beneath.up.length, down.length]).toEqual([0, 0]);
      clock.pass(600_000);
      expect([beneath.up, down]).toEqual([numbers(40), numbers(40)]);
    },
  );

  it('[W-7] timers that come early or late swap no two frames', () => {
    const due: (() => void)[] = [];
    const held = new WeatherLink(beneath, {
      now: clock.now,
      random: clock.random,
      after: (_ms, task) => {
        due.push(task);
        return () => {};
      },
    });
    held.set('weak');
    held.dial({ onOpen: (opened) => (wire = opened), onFrame: () => {}, onClose: () => {} });
    due.shift()?.();
    send(5);
    for (const task of due.toReversed()) task();
    expect(beneath.up).toEqual(numbers(5));
  });

  it('[N-4] throttled: 40 kB take ten seconds, and pieces of them are heard of on the way', () => {
    link.set('throttled');
    dial();
    clock.pass(1_000);
    wire?.send(frame(1, 40_000));
    const before = wire?.received?.() ?? 0;
    clock.pass(5_000);
    expect(beneath.up).toEqual([]);
    expect(wire?.received?.() ?? 0).toBeGreaterThan(before);
    expect(wire?.buffered()).toBe(40_000);
    clock.pass(6_000);
    expect([beneath.up, wire?.buffered()]).toEqual([[1], 0]);
  });

  it.each<[WeatherName, LinkReason]>([
    ['no-network', 'noNetwork'],
    ['name-failure', 'noName'],
    ['refused', 'refused'],
    ['unreachable', 'unreachable'],
    ['stalls', 'halfOpen'],
    ['captive-portal', 'signInPage'],
    ['replaced-certificate', 'certificate'],
    ['proxy-login', 'proxyWaiting'],
  ])('[N-2, N-3] %s never reaches the network beneath, and is found out as %s', async (weather, reason) => {
    link.set(weather);
    dial();
    clock.pass(60_000);
    expect([wire, beneath.dials]).toEqual([null, 0]);
    expect(conclude({ ...NO_EVIDENCE, ...(await link.diagnose()) })).toBe(reason);
    link.set('clear');
    expect(conclude({ ...NO_EVIDENCE, ...(await link.diagnose()) })).toBeNull();
  });

  it('[N-2] what is open breaks when a weather comes in which nothing reaches the server', () => {
    dial();
    link.set('captive-portal');
    expect([closed, beneath.open]).toEqual([1, 0]);
  });

  it.each([
    ['requests-lost', 0, 1],
    ['answers-lost', 1, 0],
  ] as const)('[N-3] %s: one way arrives, and what comes after a lost frame is lost too', (weather, up, came) => {
    dial();
    link.set(weather);
    send(1);
    beneath.events?.onFrame(frame(0));
    clock.pass(60_000);
    expect([beneath.up.length, down.length, closed]).toEqual([up, came, 0]);
    link.set('clear');
    send(1);
    beneath.events?.onFrame(frame(0));
    clock.pass(60_000);
    expect([beneath.up.length, down.length]).toEqual([up * 2, came * 2]);
  });

  it('[N-3] half-open: after some bytes nothing arrives, nothing is closed, and it does not come back', () => {
    dial();
    link.set('half-open');
    send(20, 10_000);
    clock.pass(60_000);
    const arrived = beneath.up.length;
    expect(arrived).toBeLessThan(20);
    link.set('clear');
    send(3);
    beneath.events?.onFrame(frame(1));
    beneath.events?.onClose();
    clock.pass(60_000);
    expect([beneath.up.length, down.length, closed]).toEqual([arrived, 0, 0]);
  });

  it('[Q-3] cuts: it ends at some byte, told once', () => {
    link.set('cuts');
    dial();
    clock.pass(1_000);
    send(60, 1_000);
    clock.pass(60_000);
    expect([closed, beneath.open, beneath.up.length < 60]).toEqual([1, 0, true]);
  });

  it('[Q-3] flapping: it goes and comes every two seconds', () => {
    link.set('flapping');
    const opened: boolean[] = [];
    for (let i = 0; i < 8; i++) {
      wire = null;
      dial();
      clock.pass(500);
      opened.push(wire !== null);
      clock.pass(500);
    }
    expect(opened).toEqual([true, true, false, false, true, true, false, false]);
    expect(closed).toBeGreaterThanOrEqual(8);
  });

  it.each(WEATHER_NAMES)('[Q-3] %s: a dialling that was abandoned opens nothing and tells nothing', (weather) => {
    link.set(weather);
    dial().abandon();
    clock.pass(600_000);
    beneath.events?.onClose();
    clock.pass(600_000);
    expect([closed, beneath.open]).toEqual([0, 0]);
  });
});
