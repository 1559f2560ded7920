import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { recordId, type DeviceNo } from '../../domain/ids.ts';
import type { EnrolmentRow } from '../storage/contract/directory.ts';
import { findEnrolment, hashCode, makeCode, readCode } from './enrolment.ts';

const row = (code: string, more: Partial<EnrolmentRow> = {}): EnrolmentRow => ({
  codeHash: hashCode(code),
  person: recordId(1, 1, 1, 0),
  deviceName: 'Toughbook 7',
  expiresAt: 1_000,
  usedBy: null,
  ...more,
});

describe('enrolment codes', () => {
  it('[H-1] are four groups of four that carry 80 bits', () => {
    const codes = new Set(Array.from({ length: 500 }, () => makeCode(randomBytes)));
    expect(codes.size).toBe(500);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const bytes = (fill: number) => (n: number) => new Uint8Array(n).fill(fill);
    expect(makeCode(bytes(0))).toBe('0000-0000-0000-0000');
    expect(makeCode(bytes(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  });

  it('are read as people type them', () => {
    const code = '01AB-CDEF-GH10-XYZ2';
    for (const typed of ['01ab-cdef-gh10-xyz2', '01ABCDEFGH10XYZ2', ' oiab cdef ghlo xyz2 ', '01AB–CDEF–GH10–XYZ2']) {
      expect(readCode(typed)).toBe(code);
    }
  });

  it('anything else is no code', () => {
    for (const typed of [
      '',
      '0000',
      '0000-0000-0000-000',
      '0000-0000-0000-00000',
      'UUUU-0000-0000-0000',
      '0000-0000-0000-000é',
    ]) {
      expect(readCode(typed)).toBeNull();
    }
  });

  it('are found by hash alone, once, and in time', () => {
    const code = makeCode(randomBytes);
    const rows = [row(makeCode(randomBytes)), row(code)];
    expect(findEnrolment(rows, code.toLowerCase(), 999)).toBe(rows[1]);
    expect(findEnrolment(rows, makeCode(randomBytes), 0)).toBe('wrongCode');
    expect(findEnrolment(rows, 'nonsense', 0)).toBe('wrongCode');
    expect(findEnrolment(rows, code, 1_000)).toBe('codeExpired');
    expect(findEnrolment([row(code, { usedBy: 2 as DeviceNo })], code, 0)).toBe('codeUsed');
  });
});
