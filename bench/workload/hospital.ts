/**
 * The hospital that the benches run on: sites, devices, people, and any number of jobs with all their groups filled,
 * handed to the server the way an import would. The same seed gives the same hospital on every machine.
 */
import type { Change } from '../../domain/change/change.ts';
import { FIRST_EPOCH, IMPORT_DEVICE, type PersonId, type RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { KINDS, OUTCOMES, PRIORITIES, STATUSES } from '../../domain/schema/hospital.ts';
import { Pen, type Author, type Form } from '../../server/admin/pen.ts';
import { seeded, type Seeded } from '../../server/admin/seeded.ts';
import { schema } from '../../server/compose.ts';
import { note, part, sentence, shortValue } from './words.ts';

const SITES = 20;
const DEVICES = 200;
/** 2026-11-02, 06:00 UTC: a fixed morning, so that stamps compress the same way in every run. */
export const MORNING = Date.UTC(2026, 10, 2, 6);

export interface Hospital {
  readonly people: readonly Change[];
  readonly places: readonly Change[];
  readonly jobs: readonly Change[];
  readonly technician: PersonId;
  readonly admin: PersonId;
  readonly sites: readonly RecordId[];
}

/** `fields`: 18 for what a job's own groups hold, 20 with the group `archived` that every record may have. */
export function hospital(jobs: number, fields: 18 | 20, seed = 4_471): Hospital {
  const chance = seeded(seed);
  const pen = new Pen({ schema, device: IMPORT_DEVICE, epoch: FIRST_EPOCH, lastSeq: 0 });
  let at = MORNING - 30 * 86_400_000;
  let by: Author = { person: '00001-01-000001-00' as PersonId, role: 'admin' };
  const make = (collection: string, form: Form): { readonly id: RecordId; readonly changes: readonly Change[] } => {
    at += 1_000;
    const { record, changes } = pen.create(collection, form, by, at);
    return { id: record, changes };
  };
  const admin = make('person', { identity: { name: 'Ada Admin', role: 'admin' } });
  by = { person: admin.id, role: 'admin' };
  const technician = make('person', { identity: { name: 'Tom Technician', role: 'technician' } });
  const sites = Array.from({ length: SITES }, (_, i) =>
    make('site', { identity: { name: `Hospital ${i + 1}`, code: `H${i + 1}` } }),
  );
  const devices = Array.from({ length: DEVICES }, (_, i) =>
    make('equipment', {
      identity: { type: 'Scanner', serial: `SN${10_000 + i}`, manufacturer: 'Ekholm Imaging', model: `Orbit ${i % 7}` },
      place: { site: (sites[i % SITES] as { id: RecordId }).id, room: `B${i}` },
    }),
  );
  const made = Array.from({ length: jobs }, (_, i) => {
    const device = devices[chance.below(DEVICES)] as { id: RecordId };
    return make('workOrder', job(chance, i, { equipment: device.id, technician: technician.id }, fields));
  });
  return {
    people: [admin, technician].flatMap((m) => m.changes),
    places: [...sites, ...devices].flatMap((m) => m.changes),
    jobs: made.flatMap((m) => m.changes),
    technician: technician.id,
    admin: admin.id,
    sites: sites.map((s) => s.id),
  };
}

function job(chance: Seeded, i: number, of: { equipment: RecordId; technician: RecordId }, fields: 18 | 20): Form {
  const scheduled = MORNING + chance.below(30 * 24) * 3_600_000;
  const request: Fields = {
    number: `WO-${100_000 + i}`,
    kind: chance.pick(KINDS),
    title: `${part(chance)}: ${sentence(chance)}`,
    symptom: note(chance),
    equipment: of.equipment,
    site: null,
    priority: chance.pick(PRIORITIES),
    due: scheduled + 86_400_000,
  };
  return {
    request,
    assignment: { technician: of.technician, scheduled },
    progress: {
      status: chance.pick(STATUSES),
      started: scheduled + 600_000,
      finished: scheduled + 5_400_000,
      outcome: chance.pick(OUTCOMES),
      signedBy: of.technician,
      signedAt: scheduled + 5_500_000,
    },
    parts: { declared: 'none' },
    findings: { text: note(chance) },
    ...(fields === 20 ? { archived: { archived: false, reason: shortValue(chance) } } : {}),
  };
}
