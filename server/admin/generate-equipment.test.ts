import { describe, expect, it } from 'vitest';
import { generateEquipment, spoken } from './generate-equipment.ts';

const source = { types: ['Pump, Infusion', 'Ventilator', 'Bed, Ac-Powered, Adjustable'], sites: ['010001', '010005'] };
const make = (count: number, seed: number): string => JSON.stringify([...generateEquipment(source, count, seed)]);

describe('a generated register', () => {
  it('is the same for the same seed and another for another', () => {
    expect(make(500, 7)).toBe(make(500, 7));
    expect(make(500, 7)).not.toBe(make(500, 8));
    expect(make(500, 7).startsWith(make(100, 7).slice(0, -1))).toBe(true);
  });

  it('has serials that are unique at each maker, tags that are unique, and sites that exist', () => {
    const rows = [...generateEquipment(source, 3_000, 1)];
    expect(new Set(rows.map((r) => `${r.manufacturer} ${r.serial}`)).size).toBe(3_000);
    expect(new Set(rows.map((r) => r.assetTag)).size).toBe(3_000);
    for (const row of rows) {
      expect(source.sites).toContain(row.site);
      expect(row.reason === '').toBe(row.condition === 'in service');
    }
    const working = rows.filter((r) => r.condition === 'in service').length;
    expect(working).toBeGreaterThan(2_700);
    expect(working).toBeLessThan(2_950);
  });

  it('says types as people do', () => {
    expect(spoken('Pump, Infusion')).toBe('Infusion pump');
    expect(spoken('Bed, Ac-Powered, Adjustable')).toBe('Ac-Powered bed, adjustable');
    expect(spoken('Ventilator')).toBe('Ventilator');
    expect(spoken('Laser,,  Eye ')).toBe('Eye laser');
  });

  it('an empty list of types or sites is an error, not an empty register', () => {
    expect(() => [...generateEquipment({ types: [], sites: ['1'] }, 1, 1)]).toThrow();
    expect(() => [...generateEquipment({ types: ['x'], sites: [] }, 1, 1)]).toThrow();
  });
});
