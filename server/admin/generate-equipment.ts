/**
 * A made-up equipment register for volume: real types of device at real hospitals, invented makers, models, serial
 * numbers and rooms. Pure: the same seed and lists give the same rows. Serial numbers are unique for each maker.
 */
import { seeded, type Seeded } from './seeded.ts';

export interface RegisterRow {
  readonly serial: string;
  readonly assetTag: string;
  readonly type: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly site: string;
  readonly room: string;
  readonly condition: string;
  readonly reason: string;
}

export const REGISTER_HEADER: readonly (keyof RegisterRow)[] = [
  'serial',
  'assetTag',
  'type',
  'manufacturer',
  'model',
  'site',
  'room',
  'condition',
  'reason',
];

export interface RegisterSource {
  /** Names as the product classification writes them: "Pump, Infusion". */
  readonly types: readonly string[];
  readonly sites: readonly string[];
}

const HEADS = [
  'Alden',
  'Brevik',
  'Calder',
  'Dorval',
  'Ekholm',
  'Farrow',
  'Garrick',
  'Halvor',
  'Ives',
  'Jurado',
  'Kestrel',
  'Lindqvist',
];
const TAILS = ['Medical', 'Imaging', 'Systems', 'Healthcare', 'Instruments'];
const MAKERS = HEADS.flatMap((head) => TAILS.map((tail) => `${head} ${tail}`));
const LINES = ['Vero', 'Axon', 'Clarity', 'Orbit', 'Pulse', 'Stratus', 'Meridian', 'Quanta', 'Solis', 'Tempo'];
const WINGS = ['A', 'B', 'C', 'D', 'E', 'North', 'South', 'West'];
const PLACES = [
  'Radiology',
  'ICU',
  'Theatre',
  'Ward',
  'Emergency',
  'Dialysis',
  'Laboratory',
  'Endoscopy',
  'Maternity',
  'Store',
];
const TROUBLES = [
  'battery does not hold',
  'awaiting parts',
  'image artefact',
  'failed safety test',
  'display dim',
  'recall notice',
];
/** Types that one maker builds, and models of each: a maker does not build everything. */
const MAKERS_PER_TYPE = 3;
const MODELS_PER_MAKER = 4;

export function* generateEquipment(source: RegisterSource, count: number, seed: number): Generator<RegisterRow> {
  if (source.types.length === 0 || source.sites.length === 0)
    throw new RangeError('no types or no sites to choose from');
  const chance = seeded(seed);
  const serials = new Map<string, number>();
  for (let n = 1; n <= count; n++) {
    const kind = chance.below(source.types.length);
    const manufacturer = makerOf(kind, chance.below(MAKERS_PER_TYPE));
    const inService = !chance.chance(0.06);
    yield {
      serial: serialOf(manufacturer, serials, chance),
      assetTag: `HF-${String(n).padStart(6, '0')}`,
      type: spoken(source.types[kind] ?? ''),
      manufacturer,
      model: modelOf(kind, manufacturer, chance),
      site: chance.pick(source.sites),
      room: `${chance.pick(PLACES)} ${chance.pick(WINGS)}${1 + chance.below(40)}`,
      condition: inService ? 'in service' : chance.pick(['restricted', 'out of service']),
      reason: inService ? '' : chance.pick(TROUBLES),
    };
  }
}

function makerOf(kind: number, which: number): string {
  return MAKERS[(kind * 7 + which * 13) % MAKERS.length] ?? 'Alden Medical';
}

function modelOf(kind: number, manufacturer: string, chance: Seeded): string {
  const line = LINES[(kind + manufacturer.length) % LINES.length] ?? 'Vero';
  return `${line} ${100 * (1 + (kind % 9)) + 10 * chance.below(MODELS_PER_MAKER)}`;
}

/** Counts up with gaps, so that no two are equal and they do not look like a list. */
function serialOf(manufacturer: string, serials: Map<string, number>, chance: Seeded): string {
  const last = serials.get(manufacturer) ?? 10_000 + manufacturer.length * 100;
  const next = last + 1 + chance.below(37);
  serials.set(manufacturer, next);
  const prefix = manufacturer.replace(/[^A-Z]/g, '');
  return `${prefix}${String(next).padStart(7, '0')}`;
}

/** "Pump, Infusion, Elastomeric" → "Infusion pump, elastomeric": as people say it. */
export function spoken(official: string): string {
  const [thing = '', kind, ...rest] = official
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (kind === undefined) return thing;
  const name = `${kind} ${thing.toLowerCase()}`;
  return [name, ...rest.map((part) => part.toLowerCase())].join(', ').slice(0, 300);
}
