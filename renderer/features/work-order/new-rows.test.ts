import { describe, expect, it } from 'vitest';
import { recordId } from '../../../domain/ids.ts';
import { numberOf, rowErrors, rowFields } from './new-rows.ts';
import { limitWords, outsideWords } from './reading-limits.ts';
import type { NewRow, RowCollection } from './visit-form.ts';

const JOB = recordId(1, 1, 7, 0);
const row = (collection: RowCollection, entered: NewRow['entered']): NewRow => ({ key: 'new1', collection, entered });

describe('new rows', () => {
  it('numbers are read with a comma or a point, and nothing else is a number', () => {
    expect(['0,42', ' 1.5', '-3', '1 200', '.5'].map(numberOf)).toEqual([0.42, 1.5, -3, 1200, 0.5]);
    expect(['', '1.2.3', '12 mA', 'NaN', '0x10', '1e999'].map(numberOf)).toEqual([null, null, null, null, null, null]);
  });

  it('say at the field what is missing', () => {
    expect(Object.keys(rowErrors(row('partLine', { quantity: '0' })))).toEqual(['new1.name', 'new1.quantity']);
    expect(Object.keys(rowErrors(row('reading', { quantity: 'Leakage', value: 'x', low: 'y' })))).toEqual([
      'new1.value',
      'new1.low',
    ]);
    expect(rowErrors(row('reading', { quantity: 'Leakage', value: '1', low: '5', high: '2' }))).toHaveProperty([
      'new1.high',
    ]);
    expect(rowErrors(row('note', { text: '  ' }))).toHaveProperty(['new1.text']);
    expect(rowErrors(row('timeEntry', { minutes: '1,5' }))).toHaveProperty(['new1.minutes']);
  });

  it('leave out what was not entered', () => {
    expect(rowFields(row('partLine', { name: ' coil ', quantity: '3', serial: '' }), JOB, 9)).toEqual({
      workOrder: JOB,
      name: 'coil',
      quantity: 3,
    });
    expect(rowFields(row('reading', { quantity: 'Leakage', value: '0', takenAt: '5' }), JOB, 9)).toEqual({
      workOrder: JOB,
      quantity: 'Leakage',
      value: 0,
      takenAt: 5,
    });
  });
});

describe('limits', () => {
  it('a reading on the limit is inside', () => {
    expect(outsideWords(5, { low: 1, high: 5 })).toBe(null);
    expect(outsideWords(5.1, { low: 1, high: 5 })).toBe('above the limit of 5');
    expect(outsideWords(0, { low: 1, high: null })).toBe('below the limit of 1');
    expect(outsideWords(null, { low: 1, high: 2 })).toBe(null);
  });

  it('are said in words', () => {
    expect(limitWords({ low: 1, high: 5 })).toBe('1 to 5');
    expect(limitWords({ low: null, high: 5 })).toBe('up to 5');
    expect(limitWords({ low: null, high: null })).toBe('no limits');
  });
});
