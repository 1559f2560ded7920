/** Signing off (H-7) through the verbs of the screens, on two laptops and at a real server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../../domain/ids.ts';
import type { Fields } from '../../../domain/json.ts';
import type { ConsoleCoreImpl } from '../../../main/console-core.ts';
import { keepPin } from '../../../main/identity/pin.ts';
import { ConsoleFault } from '../../../protocol/ipc/fault.ts';
import type { SignOffInput } from '../../../protocol/ipc/inputs.ts';
import type { TestConsole } from '../../support/console.ts';
import { coreOf } from '../../support/core.ts';
import { edit } from '../../support/edits.ts';
import { JOB, PEOPLE } from '../../support/hospital.ts';
import { sidesOn } from '../../support/questions.ts';
import { Team } from '../../support/team.ts';

const PIN = 'bridge-73-otter';
let team: Team;
let ana: TestConsole;
let ben: TestConsole;
let core: ConsoleCoreImpl;
let benCore: ConsoleCoreImpl;
beforeEach(async () => {
  team = await new Team().start();
  [ana, ben] = await Promise.all([team.join('ana'), team.join('ben')]);
  keepPin(ana.replica, PIN, Buffer.alloc(16, 1));
  core = coreOf(ana);
  benCore = coreOf(ben);
});
afterEach(async () => {
  core.stop();
  benCore.stop();
  await team.close();
});

const faultOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof ConsoleFault ? error.fault : error;
  }
};
const progressOf = (c: TestConsole, id: RecordId = JOB): Fields => c.shown(id)['progress']?.v ?? {};
const signOffOn = (c: ConsoleCoreImpl) => c.visit(JOB)?.signOff;
const markOn = (c: ConsoleCoreImpl) =>
  c.workList({ range: 'all', whose: 'everyone', site: null, text: '', limit: 50 }).rows.find((row) => row.id === JOB)
    ?.signOff;

/** As the form hands it in that is open on Ana's screen now. */
function signing(
  set: Fields = { status: 'done', outcome: 'repaired' },
  over: Partial<SignOffInput> = {},
): SignOffInput {
  const job = core.visit(JOB)!.job;
  const sawOf = (group: string) => job.groups[group]?.saw ?? { writer: null, canonical: null, archived: null };
  return {
    id: JOB,
    pin: PIN,
    meaning: 'performed',
    edits: [
      {
        record: JOB,
        collection: 'workOrder',
        group: 'progress',
        set: set as SignOffInput['edits'][number]['set'],
        saw: { ...sawOf('progress') },
      },
    ],
    saw: { parts: sawOf('parts').writer, findings: sawOf('findings').writer },
    ...over,
  };
}

function declareParts(): void {
  ana.saveAll([
    [JOB, 'workOrder.parts', { declared: 'none' }],
    [JOB, 'workOrder.findings', { text: 'dry' }],
  ]);
}

describe('[H-7] signing off', () => {
  it('[H-7] offline, with its meaning; another laptop sees it as signed, and later edits mark it, with who and when', async () => {
    ana.engine.switchOff();
    declareParts();
    expect(core.signOff(signing()).label.text).toMatch(/^Saved/);
    expect(signOffOn(core)).toMatchObject({ state: 'signed', signer: 'Ana', meaning: 'I performed this work' });
    expect(markOn(core)).toBe('signed');
    ana.engine.switchOn();
    await team.settled();
    expect(progressOf(ben)).toMatchObject({ signedBy: PEOPLE.ana, signedMeaning: 'performed', status: 'done' });
    expect(signOffOn(benCore)).toMatchObject({ state: 'signed', signer: 'Ana' });

    ben.save(JOB, 'workOrder.progress', { outcome: 'temporary' });
    expect(signOffOn(benCore)).toMatchObject({
      state: 'changed',
      changes: [{ group: 'progress', title: 'Progress', by: 'Ben', at: expect.any(Number) as number }],
    });
    ben.save(JOB, 'workOrder.findings', { text: 'wet' });
    await team.settled();
    expect(signOffOn(core)).toMatchObject({
      state: 'changed',
      changes: [{ group: 'progress' }, { group: 'findings' }],
    });
    expect(markOn(core)).toBe('changed');
    await core.history(JOB);
    expect(signOffOn(core)).toMatchObject({
      signer: 'Ana',
      changes: [
        { group: 'progress', by: 'Ben' },
        { group: 'findings', by: 'Ben' },
      ],
    });
  });

  it('[H-7] the digest is of what was in view: what changed meanwhile has to be looked at first', async () => {
    declareParts();
    const opened = signing();
    await team.settled();
    ben.save(JOB, 'workOrder.findings', { text: 'wet' });
    await team.settled();
    expect(faultOf(() => core.signOff(opened))).toMatchObject({ kind: 'badInput', field: 'findings.text' });
    core.signOff(signing());
    await team.settled();
    expect(signOffOn(benCore)).toMatchObject({ state: 'signed' });
  });

  it('[H-7] what is not said yet cannot be signed, and nothing is saved then', () => {
    const made = core.sync().ledger.made;
    expect(faultOf(() => core.signOff(signing()))).toMatchObject({ kind: 'badInput', field: 'parts.declared' });
    declareParts();
    expect(faultOf(() => core.signOff(signing({ status: 'done' })))).toMatchObject({ field: 'progress.outcome' });
    expect(faultOf(() => core.signOff(signing({ outcome: 'repaired' })))).toMatchObject({ field: 'progress.status' });
    expect(core.sync().ledger.made - made).toBe(2);
    expect(progressOf(ana)['signedBy']).toBeUndefined();
  });

  it('[H-7] wrong PINs slow down as at the door, sign nothing, and are kept nowhere', () => {
    declareParts();
    const made = core.sync().ledger.made;
    const tries = Array.from({ length: 7 }, () =>
      faultOf(() => core.signOff(signing(undefined, { pin: 'wrong-one' }))),
    );
    expect(tries.map((fault) => (fault as { code: string }).code)).toEqual([
      ...Array.from({ length: 5 }, () => 'pin-wrong'),
      'pin-wait',
      'pin-wait',
    ]);
    expect(faultOf(() => core.signOff(signing()))).toMatchObject({ kind: 'wrongPin', code: 'pin-wait', field: 'pin' });
    expect(core.sync().ledger.made).toBe(made);
    expect(progressOf(ana)['signedBy']).toBeUndefined();
    const kept = ana.replica.db.prepare<[], string>('SELECT value FROM meta').pluck().all().join('');
    expect(`${kept}${JSON.stringify(ana.logged)}`).not.toMatch(/wrong-one|bridge-73/);
  });

  it('[H-7] the door and the signature share one count of wrong tries', async () => {
    declareParts();
    for (let i = 0; i < 5; i++) await core.unlock('wrong-one').catch(() => undefined);
    expect(faultOf(() => core.signOff(signing()))).toMatchObject({ code: 'pin-wait' });
  });
});

describe('[H-7] nobody signs by another way', () => {
  const forged: readonly Fields[] = [
    { signedBy: PEOPLE.ana, signedAt: 1, signedDigest: 'x' },
    { signedBy: PEOPLE.ben },
    { status: 'done', signedMeaning: 'reviewed' },
    { takenBackAt: 5 },
  ];
  it.each(forged)('[H-7] a plain save with %o is refused', (set) => {
    const made = core.sync().ledger.made;
    const input = signing(set);
    expect(faultOf(() => core.save({ edits: input.edits }))).toMatchObject({ kind: 'notAllowed', code: 'signature' });
    expect(core.sync().ledger.made).toBe(made);
  });

  it('[H-7] nor by claiming to have seen one, nor by altering one that stands', async () => {
    const input = signing({ outcome: 'repaired' });
    const seen = { signedBy: PEOPLE.ana, signedDigest: 'x' };
    const claimed = input.edits.map((e) => ({ ...e, seen }));
    expect(faultOf(() => core.save({ edits: claimed }))).toMatchObject({ code: 'signature' });
    declareParts();
    core.signOff(signing());
    await team.settled();
    for (const set of [{ signedDigest: null }, { signedBy: PEOPLE.ben }, { signedMeaning: 'reviewed' }])
      expect(faultOf(() => ben.save(JOB, 'workOrder.progress', set))).toMatchObject({ code: 'signature' });
  });

  it('[H-7] the server refuses a signature by anybody but the author of the change', async () => {
    const laptop = team.rig.laptop('ben');
    const outcome = (set: Fields) => team.rig.outcome(laptop.change([edit(JOB, 'workOrder.progress', set)]));
    expect(await outcome({ status: 'done', signedBy: PEOPLE.ana })).toMatchObject([
      { kind: 'refused', code: 'notAllowed', words: 'only the person who signs can sign off' },
    ]);
    expect(await outcome({ status: 'done', signedBy: PEOPLE.ben })).toEqual([{ kind: 'applied' }]);
  });
});

describe('[H-7] taking back', () => {
  beforeEach(async () => {
    declareParts();
    core.signOff(signing());
    await team.settled();
  });

  it('[H-7] is recorded as such, leaves nothing of the signature, and stands in the history', async () => {
    ben.save(JOB, 'workOrder.progress', { status: 'started', finished: null, signedBy: null });
    await team.settled();
    expect(progressOf(ana)).toMatchObject({ signedBy: null, signedDigest: null, signedMeaning: null });
    expect(signOffOn(benCore)).toMatchObject({ state: 'takenBack', by: 'Ben', at: expect.any(Number) as number });
    expect(markOn(core)).toBe('none');
    const history = await core.history(JOB);
    expect(history?.entries.findLast((e) => e.group === 'progress')).toMatchObject({
      person: 'Ben',
      before: 'done, repaired, signed off: I performed this work',
      after: 'started, repaired, sign-off taken back',
    });
  });

  it('[H-7, C-6] undo puts one’s own signature back, and nobody else’s', async () => {
    const own = ana.save(JOB, 'workOrder.progress', { status: 'started', signedBy: null });
    core.undo({ change: own.changes[0]!, record: null });
    await team.settled();
    expect(signOffOn(benCore)).toMatchObject({ state: 'signed', signer: 'Ana' });
    const others = ben.save(JOB, 'workOrder.progress', { status: 'started', signedBy: null });
    await team.settled();
    expect(faultOf(() => benCore.undo({ change: others.changes[0]!, record: null }))).toMatchObject({
      kind: 'notAllowed',
      code: 'signature',
    });
  });

  it('[H-7, C-6] undoing a change after signing makes it what was signed again', async () => {
    const changed = ben.save(JOB, 'workOrder.progress', { outcome: 'temporary' });
    await team.settled();
    expect(markOn(core)).toBe('changed');
    benCore.undo({ change: changed.changes[0]!, record: null });
    await team.settled();
    expect(signOffOn(core)).toMatchObject({ state: 'signed' });
  });

  it('[H-7] signing again over a change is one’s own signature of what stands now', async () => {
    keepPin(ben.replica, PIN, Buffer.alloc(16, 2));
    ana.save(JOB, 'workOrder.findings', { text: 'wet' });
    await team.settled();
    const job = benCore.visit(JOB)!.job;
    const again = signing({}, { meaning: 'reviewed' });
    benCore.signOff({ ...again, saw: { ...again.saw, findings: job.groups['findings']!.saw.writer } });
    await team.settled();
    expect(signOffOn(core)).toMatchObject({ state: 'signed', signer: 'Ben', meaning: 'I reviewed this work' });
  });
});

it('[H-7, C-4] a question one of whose sides is signed says so', async () => {
  declareParts();
  await team.settled();
  ana.engine.switchOff();
  core.signOff(signing());
  ben.save(JOB, 'workOrder.progress', { status: 'waiting' });
  await team.settled(ben);
  ana.engine.switchOn();
  await team.settled();
  const [asked] = sidesOn(team.rig, JOB);
  const words = benCore.question(asked!.id)?.sides.map((side) => side.words);
  expect(words?.toSorted()).toEqual(['done, repaired, signed off: I performed this work', 'waiting for parts']);
  expect(signOffOn(core)).toMatchObject({ state: 'signed', signer: 'Ana' });
});
