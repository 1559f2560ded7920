/**
 * The demo hospital: a team of twelve with their lead, a service manager, today's jobs, histories, and one conflict that
 * waits for the manager. All of it goes through the committer as real changes; the conflict is made by two laptops that
 * worked offline, so that the question is the product's own.
 */
import { FIRST_EPOCH, type DeviceNo, type PersonId, type RecordId } from '../../domain/ids.ts';
import type { Change } from '../../domain/change/change.ts';
import type { Fields } from '../../domain/json.ts';
import type { Schema } from '../../domain/schema/types.ts';
import { signatureOf } from '../../domain/signature/sign-off.ts';
import { operatorPen } from '../admin/operator.ts';
import { Pen, SAW_NOTHING, type Author } from '../admin/pen.ts';
import { submitChanges } from '../admin/submit.ts';
import type { Storage } from '../storage/contract/storage.ts';
import type { Committer } from '../sync/committer.ts';
import { CHECKS, FIRST_NUMBER, JOBS, SERIES, STORY_NUMBER, type DemoJob } from './jobs.ts';
import { DEVICES } from './equipment.ts';
import { PEOPLE, SITES } from './people.ts';

export interface SeedOptions {
  readonly storage: Storage;
  readonly committer: Committer;
  readonly schema: Schema;
  readonly sha256: (text: string) => string;
  /** Milliseconds UTC; the demo's "today" is the day of it on this machine's clock. */
  readonly now: number;
  /** A new Ed25519 public key, SPKI DER as base64, for a laptop of the story. */
  readonly newKey: () => string;
}

export const DEMO_ORG = 'demo';
export const DEMO_NAME = 'Mercy Clermont (demo)';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;

interface World {
  readonly people: readonly Author[];
  readonly technicians: readonly Author[];
  readonly admin: Author;
  readonly lead: Author;
  readonly sites: ReadonlyMap<string, RecordId>;
  readonly devices: ReadonlyMap<string, RecordId>;
  readonly midnight: number;
}

/** The organisation must be there and empty. */
export async function seedDemo(options: SeedOptions): Promise<void> {
  const pen = operatorPen(options.storage, DEMO_ORG, options.schema);
  const submit = (changes: readonly Change[]) => submitChanges(options, changes);
  const { world, changes } = register(options, pen);
  await submit(changes);
  putAccounts(options, world);
  await submit(pastVisits(pen, world, options));
  const jobs = todaysJobs(pen, world);
  await submit(jobs.changes);
  await tellStory(options, world, jobs.story);
}

function register(options: SeedOptions, pen: Pen): { world: World; changes: readonly Change[] } {
  const at = options.now - 9 * MONTH;
  const changes: Change[] = [];
  /** The first administrator writes their own record: everything has an author. */
  const make = (collection: string, form: { readonly [group: string]: Fields }, by: Author): RecordId => {
    const written = pen.create(collection, form, by, at);
    changes.push(...written.changes);
    return written.record;
  };
  const people: Author[] = [];
  for (const { name, role } of PEOPLE) {
    const admin = people[0] ?? { person: '00001-01-000001-00' as PersonId, role: 'admin' as const };
    people.push({ person: make('person', { identity: { name, role } }, admin), role });
  }
  const [admin, , lead] = people as [Author, Author, Author];
  const sites = new Map(
    SITES.map((s) => [
      s.code as string,
      make(
        'site',
        { identity: { code: s.code, name: s.name, city: s.city, region: s.region }, access: { notes: s.access } },
        lead,
      ),
    ]),
  );
  make(
    'team',
    { identity: { name: 'Clermont team', sites: [...sites.values()], manager: people[1]?.person ?? null } },
    admin,
  );
  const devices = new Map(
    DEVICES.map((d, i) => {
      const { type, manufacturer, model, serial, room, site, condition } = d;
      const form = {
        identity: { type, manufacturer, model, serial, assetTag: `${site}-${String(1001 + i)}` },
        place: { site: sites.get(site) ?? null, room },
        condition: condition ? { ...condition, since: options.now - DAY } : { state: 'inService', since: at },
      };
      return [serial, make('equipment', form, lead)] as const;
    }),
  );
  const midnight = new Date(options.now).setHours(0, 0, 0, 0);
  const technicians = people.filter((p) => p.role === 'technician');
  return { world: { people, technicians, admin, lead, sites, devices, midnight }, changes };
}

function putAccounts({ storage }: SeedOptions, world: World): void {
  const sites = [...world.sites.values()];
  world.people.forEach(({ person, role }, i) => {
    const seesAll = role === 'manager' || role === 'admin';
    storage.directory.putAccount(DEMO_ORG, {
      person,
      role,
      name: PEOPLE[i]?.name ?? '',
      pin: null,
      disabledAt: null,
      sites: seesAll ? null : sites,
    });
  });
}

/** Finished visits, one a month, each with its reading. */
function pastVisits(pen: Pen, world: World, { now, sha256 }: SeedOptions): readonly Change[] {
  let number = 19_800;
  return SERIES.flatMap((series) =>
    series.values.flatMap((value, i) => {
      const at = now - (series.values.length - i) * MONTH + 10 * HOUR;
      const technician = world.technicians[series.technician] as Author;
      const progress = { status: 'done', started: at, finished: at + HOUR, outcome: 'noFault' };
      const parts = { declared: 'none' };
      const signing = { by: technician.person, at: at + HOUR, meaning: 'performed' } as const;
      const signature = signatureOf(pen.nextId(), { progress, parts, findings: {} }, signing, sha256);
      const job = pen.create(
        'workOrder',
        {
          request: {
            number: String(number++),
            kind: 'maintenance',
            title: 'Monthly check',
            equipment: world.devices.get(series.serial) ?? null,
            priority: 'normal',
            due: at,
          },
          assignment: { technician: technician.person, scheduled: at },
          progress: { ...progress, ...signature },
          parts,
        },
        world.lead,
        at,
      );
      const { quantity, unit, low, high } = series;
      const reading = pen.create(
        'reading',
        {
          entry: {
            workOrder: job.record,
            quantity,
            value,
            unit,
            low,
            high,
            instrument: 'Fluke ESA',
            takenAt: at + HOUR / 2,
          },
        },
        technician,
        at + HOUR / 2,
      );
      return [...job.changes, ...reading.changes];
    }),
  );
}

function todaysJobs(pen: Pen, world: World): { changes: readonly Change[]; story: RecordId } {
  let story: RecordId | null = null;
  const changes = JOBS.flatMap((job, i) => {
    const number = FIRST_NUMBER + i;
    const made = oneJob(pen, world, job, number);
    if (number === STORY_NUMBER) story = made.record;
    return made.changes;
  });
  if (story === null) throw new Error('the demo has lost its story');
  return { changes, story };
}

function oneJob(
  pen: Pen,
  world: World,
  job: DemoJob,
  number: number,
): { record: RecordId; changes: readonly Change[] } {
  const scheduled = world.midnight + job.day * DAY + job.hour * HOUR;
  const at = world.midnight - 2 * DAY + job.hour * HOUR;
  const technician = world.technicians[job.technician] as Author;
  const { kind, title, priority } = job;
  const made = pen.create(
    'workOrder',
    {
      request: {
        number: String(number),
        kind,
        title,
        symptom: job.symptom ?? null,
        equipment: world.devices.get(job.serial) ?? null,
        priority,
        due: scheduled + 4 * HOUR,
      },
      assignment: { technician: technician.person, scheduled },
      progress: { status: 'planned' },
    },
    world.lead,
    at,
  );
  const checks = CHECKS[job.checks].map((label, order) =>
    pen.create('checklistItem', { entry: { workOrder: made.record, label, order } }, world.lead, at),
  );
  return { record: made.record, changes: [...made.changes, ...checks.flatMap((c) => c.changes)] };
}

/** Two technicians at the same scanner, both without signal: one declares no parts, the other fitted three coils. */
async function tellStory(options: SeedOptions, world: World, job: RecordId): Promise<void> {
  const day = options.now - world.midnight > 11 * HOUR ? world.midnight : world.midnight - DAY;
  const at = (hour: number, minute: number): number => day + hour * HOUR + minute * 60_000;
  const [ada, ben] = world.technicians as [Author, Author];
  const first = laptop(options, ada, 'Ada’s laptop (story)');
  const second = laptop(options, ben, 'Ben’s laptop (story)');
  const blank = (): typeof SAW_NOTHING => SAW_NOTHING;
  const none = first.edit(job, 'workOrder', { parts: { declared: 'none' } }, blank, { by: ada, at: at(10, 2) });
  const found = first.edit(
    job,
    'workOrder',
    { findings: { text: 'Restarted the gradient amplifier, artefact gone. Watch it.' } },
    blank,
    { by: ada, at: at(10, 5) },
  );
  const line = second.create(
    'partLine',
    {
      entry: {
        workOrder: job,
        partNumber: 'NV-88-140',
        name: 'coil assembly',
        quantity: 3,
        serial: '88-1402, -03, -04',
      },
    },
    ben,
    at(10, 15),
  );
  const some = second.edit(job, 'workOrder', { parts: { declared: 'some' } }, blank, { by: ben, at: at(10, 15) });
  const note = second.create(
    'note',
    { entry: { workOrder: job, text: 'Three receive coils exchanged, phantom image clean.', writtenAt: at(10, 20) } },
    ben,
    at(10, 20),
  );
  await submitChanges(options, [...none.changes, ...found.changes]);
  await submitChanges(options, [...line.changes, ...some.changes, ...note.changes]);
}

function laptop({ storage, schema, now, newKey }: SeedOptions, author: Author, name: string): Pen {
  const { directory } = storage;
  const row = {
    name,
    publicKey: newKey(),
    epoch: FIRST_EPOCH,
    person: author.person,
    enrolledAt: now - DAY,
    revokedAt: null,
    lastSeenAt: now,
    app: 'story',
  };
  const device: DeviceNo = directory.addDevice(DEMO_ORG, row);
  directory.addLease(DEMO_ORG, device, {
    person: author.person,
    role: author.role,
    issuedAt: now - DAY,
    expiresAt: now + MONTH,
  });
  directory.setView(
    DEMO_ORG,
    device,
    directory.account(DEMO_ORG, author.person)?.sites ?? null,
    storage.head(DEMO_ORG).position,
  );
  return new Pen({ schema, device, epoch: FIRST_EPOCH, lastSeq: 0 });
}
