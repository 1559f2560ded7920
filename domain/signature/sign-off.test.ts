import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { changeId, recordId, type Position } from '../ids.ts';
import type { Fields } from '../json.ts';
import type { Cell } from '../record/body.ts';
import { hospital } from '../schema/hospital.ts';
import { bringsSignature, signsForAnother, takesSignatureBack } from './guard.ts';
import { signatureOf, signedText, signOffState } from './sign-off.ts';
import { signatureStep } from './step.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const JOB = recordId(7, 1, 3, 0);
const ADA = recordId(1, 1, 1, 0);
const BEN = recordId(1, 1, 2, 0);
const DONE = { status: 'done', started: 1_000, finished: 2_000, outcome: 'repaired' };
const VALUES = { progress: DONE, parts: { declared: 'none' }, findings: { text: 'dry' } };
const SIGNING = { by: ADA, at: 3_000, meaning: 'performed' } as const;
const PROGRESS: Fields = { ...DONE, ...signatureOf(JOB, VALUES, SIGNING, sha256) };

const cell = (v: Fields, p = 10): Cell => ({ v, w: [changeId(7, 1, p || 99)], p: p as Position });
const SIGNED = { progress: cell(PROGRESS), parts: cell({ declared: 'none' }), findings: cell({ text: 'dry' }, 11) };
const stateWith = (over: { readonly [group: string]: Cell | undefined }) =>
  signOffState(JOB, { ...SIGNED, ...over }, sha256);

describe('[H-7] the digest of a sign-off', () => {
  it('[H-7] is the same on every machine, and covers what the rule says', () => {
    expect(signedText(JOB, PROGRESS)).toBe(
      `["holdfast sign-off 1","${JOB}","done",1000,2000,"repaired","${ADA}",3000,"performed","none","${sha256('dry')}"]`,
    );
    expect(PROGRESS['signedDigest']).toBe(sha256(signedText(JOB, PROGRESS)));
    expect(hospital.collections['workOrder']?.groups['progress']?.shape.safeParse(PROGRESS).success).toBe(true);
    expect(stateWith({})).toEqual({ kind: 'signed' });
  });

  it.each(['status', 'started', 'finished', 'outcome', 'signedBy', 'signedAt', 'signedMeaning'])(
    '[H-7] notices that %s was changed after signing',
    (field) => {
      const changed = { ...PROGRESS, [field]: typeof PROGRESS[field] === 'number' ? 5 : 'other' };
      expect(stateWith({ progress: cell(changed) })).toEqual({ kind: 'changed', groups: ['progress'] });
    },
  );

  it('[H-7] is not the signature of another visit', () => {
    expect(signOffState(recordId(7, 1, 4, 0), SIGNED, sha256)).toEqual({ kind: 'changed', groups: ['progress'] });
  });

  it('[H-7] says which group was changed, the parts and the findings as well', () => {
    const groups = { parts: cell({ declared: 'some' }), findings: cell({ text: 'wet' }, 12) };
    expect(stateWith(groups)).toEqual({ kind: 'changed', groups: ['parts', 'findings'] });
    expect(stateWith({ findings: cell({ text: 'wet' }, 0) })).toMatchObject({ groups: ['findings'] });
    expect(stateWith({ parts: undefined })).toMatchObject({ groups: ['parts'] });
  });

  it('[H-7] signed findings that travel behind the signature are no change after it', () => {
    expect(stateWith({ findings: undefined })).toEqual({ kind: 'signed' });
    expect(stateWith({ findings: cell({ text: 'older' }, 9) })).toEqual({ kind: 'signed' });
    const unsent = { progress: cell(PROGRESS, 0), findings: cell({ text: 'older' }, 9) };
    expect(stateWith(unsent)).toMatchObject({ groups: ['findings'] });
  });

  it('[H-7] no findings and empty findings are one thing', () => {
    const without = { ...DONE, ...signatureOf(JOB, { ...VALUES, findings: {} }, SIGNING, sha256) };
    expect(stateWith({ progress: cell(without), findings: cell({ text: '' }, 12) })).toEqual({ kind: 'signed' });
  });

  it('[H-7] nothing, a signature without a digest, and one that was taken back are told apart', () => {
    expect(stateWith({ progress: cell(DONE) })).toEqual({ kind: 'unsigned' });
    expect(stateWith({ progress: cell({ ...DONE, signedBy: ADA }) })).toEqual({ kind: 'unproved' });
    expect(stateWith({ progress: cell({ ...DONE, takenBackAt: 9 }) })).toEqual({ kind: 'takenBack', at: 9 });
  });
});

describe('[H-7] who may write a signature', () => {
  const def = hospital.collections['workOrder']!.groups['progress']!;
  const parts = hospital.collections['workOrder']!.groups['parts']!;

  it('[H-7] its signer alone; what stands there may stay, or go', () => {
    expect(signsForAnother(def, ADA, DONE, PROGRESS)).toBe(false);
    expect(signsForAnother(def, BEN, DONE, PROGRESS)).toBe(true);
    expect(signsForAnother(def, BEN, PROGRESS, { ...PROGRESS, outcome: 'noFault' })).toBe(false);
    expect(signsForAnother(def, BEN, PROGRESS, { ...PROGRESS, signedDigest: 'other' })).toBe(true);
    expect(signsForAnother(def, BEN, PROGRESS, DONE)).toBe(false);
    expect(signsForAnother(def, BEN, undefined, { signedBy: BEN, signedDigest: 'x' })).toBe(false);
    expect(signsForAnother(parts, BEN, {}, { signedBy: ADA })).toBe(false);
  });

  it('[H-7] bringing one and taking one back are told by their values', () => {
    expect([bringsSignature(def, DONE, PROGRESS), bringsSignature(def, PROGRESS, DONE)]).toEqual([true, false]);
    expect([takesSignatureBack(def, PROGRESS, DONE), takesSignatureBack(def, DONE, PROGRESS)]).toEqual([true, false]);
  });

  it('[A-2] a history can tell what each write did to the signature', () => {
    const again = { ...PROGRESS, signedBy: BEN, signedDigest: 'other' };
    expect(signatureStep(def, DONE, PROGRESS)).toBe('signed');
    expect(signatureStep(def, PROGRESS, again)).toBe('signedAgain');
    expect(signatureStep(def, PROGRESS, { ...PROGRESS, outcome: 'noFault' })).toBe('changedAfterSigning');
    expect(signatureStep(def, PROGRESS, { ...DONE, takenBackAt: 9 })).toBe('takenBack');
    expect([signatureStep(def, DONE, DONE), signatureStep(def, null, DONE), signatureStep(parts, {}, {})]).toEqual([
      null,
      null,
      null,
    ]);
    expect(def.words(PROGRESS)).toBe('done, repaired, signed off: I performed this work');
    expect(def.words({ status: 'started', takenBackAt: 9 })).toBe('started, sign-off taken back');
  });
});
