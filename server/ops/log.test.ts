import { expect, it } from 'vitest';
import { createLog } from './log.ts';

it('log lines are JSON with a UTC time, and secrets never reach them', () => {
  const lines: string[] = [];
  const log = createLog('info', () => 1_790_000_000_000, { write: (line) => void lines.push(line) });
  log.info({ event: 'enrolled', device: 2, pin: '4711', request: { code: 'ABCD', lease: 'x' } }, 'a laptop joined');
  log.debug('not at this level');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    time: '2026-09-21T14:13:20.000Z',
    event: 'enrolled',
    device: 2,
    pin: '[hidden]',
    request: { code: '[hidden]', lease: '[hidden]' },
    msg: 'a laptop joined',
  });
});
