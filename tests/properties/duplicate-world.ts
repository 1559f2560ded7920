/**
 * Devices entered once and again under few names (C-10), by people who see more or less of each other, on the real server.
 * Where an edit has to go is told here a second time, from the records alone.
 */
import * as fc from 'fast-check';
import type { Change } from '../../domain/change/change.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { RecordId } from '../../domain/ids.ts';
import { nameOf } from '../../domain/question/question.ts';
import { edit, saw, SAW_NOTHING } from '../support/edits.ts';
import { NORTH, type Rig } from '../support/hospital.ts';
import { idOfChange, type Laptop } from '../support/laptop.ts';
import { sidesOn, type AskedQuestion } from '../support/questions.ts';

export type Step =
  | { readonly kind: 'rename'; readonly who: number; readonly which: number; readonly serial: number }
  | { readonly kind: 'create'; readonly who: number; readonly which: number; readonly serial: number }
  | { readonly kind: 'write'; readonly who: number; readonly which: number; readonly blind: boolean }
  | { readonly kind: 'archive'; readonly who: number; readonly which: number; readonly blind: boolean }
  | { readonly kind: 'answer'; readonly which: number; readonly same: boolean }
  | { readonly kind: 'undo'; readonly which: number };

const n = fc.nat(20);
const serial = fc.nat(1);
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('create' as const), who: n, which: n, serial }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rename' as const), who: n, which: n, serial }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), who: n, which: n, blind: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('archive' as const), who: n, which: n, blind: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('answer' as const), which: n, same: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), which: n }) },
);
export const steps = fc.array(step, { minLength: 4, maxLength: 30 });

/** Spelled in another way each time. */
export const serialOf = (which: number, made: number): string =>
  [`ip-${which}`, `IP-${which}`, ` Ip-${which} `][made % 3] ?? '';
export const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];

export class World {
  readonly rig: Rig;
  readonly people: readonly Laptop[];
  readonly devices: RecordId[] = [];
  readonly texts: string[] = [];
  /** What did not go as the rule says. */
  readonly flaws: string[] = [];
  private readonly manager: Laptop;

  constructor(rig: Rig) {
    this.rig = rig;
    this.people = (['ana', 'ben', 'lena'] as const).map((who) => rig.laptop(who));
    this.manager = rig.laptop('maria');
  }

  async take(s: Step): Promise<void> {
    if (s.kind === 'answer' || s.kind === 'undo') return this.decide(s);
    const laptop = pick(this.people, s.who) as Laptop;
    if (s.kind === 'create') return this.create(laptop, s.serial);
    const device = pick(this.devices, s.which);
    if (device === undefined) return;
    const [group, set] = this.valueFor(s);
    const writer = this.rig.body(device)[group]?.w[0] ?? null;
    const seen =
      s.kind !== 'rename' && s.blind ? SAW_NOTHING : saw(writer, this.rig.body(device)['archived']?.w[0] ?? null);
    const target = this.end(device);
    const change = laptop.change([edit(device, `equipment.${group}`, set, seen)]);
    const [outcome] = await this.rig.outcome(change);
    this.look(target, group, change, outcome);
  }

  /** The record that an edit of this one has to go to, told from the records alone. */
  end(device: RecordId): RecordId {
    const of = this.rig.body(device)['alias']?.v['of'];
    return typeof of === 'string' ? this.end(of as RecordId) : device;
  }

  questions(): readonly (AskedQuestion & { readonly about: RecordId })[] {
    return this.devices.flatMap((about) => sidesOn(this.rig, about).map((q) => ({ ...q, about })));
  }

  private valueFor(
    s: Exclude<Step, { kind: 'answer' | 'undo' | 'create' }>,
  ): [string, { [field: string]: string | boolean }] {
    if (s.kind === 'rename')
      return ['identity', { type: 'Pump', manufacturer: 'Brugger', serial: serialOf(s.serial, s.which) }];
    if (s.kind === 'archive') return ['archived', { archived: true }];
    const reason = `v${this.texts.length}`;
    this.texts.push(reason);
    return ['condition', { state: 'restricted', reason }];
  }

  private async create(laptop: Laptop, which: number): Promise<void> {
    const made = this.devices.length;
    const identity = { type: 'Pump', manufacturer: made % 2 ? 'BRUGGER' : 'Brugger', serial: serialOf(which, made) };
    const change = laptop.change([edit(null, 'equipment.identity', identity)]);
    const device = change.edits[0]!.record;
    const place = { ...edit(device, 'equipment.place', { site: NORTH }), record: device, saw: SAW_NOTHING };
    const outcomes = await this.rig.outcome({ ...change, edits: [...change.edits, place] });
    this.hold(
      outcomes.every((o) => o.kind === 'applied'),
      `creating ${device}`,
    );
    this.devices.push(device);
  }

  private async decide(s: Extract<Step, { kind: 'answer' | 'undo' }>): Promise<void> {
    const all = this.questions().filter((q) => q.status === (s.kind === 'answer' ? 'open' : 'answered'));
    const asked = pick(all, s.which);
    if (!asked) return;
    const names = asked.list.slice(0, 2).map(nameOf);
    const [chosen = '', lost = ''] = s.kind === 'answer' && s.same ? names.toReversed() : names;
    const value =
      s.kind === 'answer'
        ? { chosen, against: [lost], undoes: null, reason: null }
        : { chosen: null, against: null, undoes: asked.state.answer, reason: null };
    const [outcome] = await this.rig.outcome(this.manager.change([edit(asked.id, 'question.answer', value)]));
    this.hold(outcome?.kind === 'applied' || outcome?.kind === 'superseded', `deciding ${asked.id}`);
  }

  /** It stands there, or in a question there. */
  private look(target: RecordId, group: string, change: Change, outcome: EditOutcome | undefined): void {
    const id = idOfChange(change);
    const cell = this.rig.body(target)[group];
    const asked = sidesOn(this.rig, target).flatMap((q) => q.list.flatMap((s) => s.writers));
    const stands = cell?.w.includes(id) === true;
    const isRight =
      outcome?.kind === 'applied' ? stands : outcome?.kind === 'conflict' && (stands || asked.includes(id));
    this.hold(isRight, `${group} of ${target} by ${id}: ${outcome?.kind ?? ''}`);
  }

  private hold(isRight: boolean, what: string): void {
    if (!isRight) this.flaws.push(what);
  }
}
