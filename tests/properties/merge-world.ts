/**
 * A small world around `decide`: a few people edit one group of one record, offline, and their changes arrive at the
 * server in any order, some of them twice. Every change has exactly one fate, and the world says which.
 */
import { HLC_ZERO, tick, type Hlc } from '../../domain/clock/hlc.ts';
import { changeId, recordId, type ChangeId, type PersonId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { decide, type Decision, type Incoming } from '../../domain/merge/decide.ts';
import type { Policy, Role } from '../../domain/schema/types.ts';

export interface Person {
  readonly device: number;
  readonly author: PersonId;
  readonly role: Role;
}

export type Step =
  | { readonly kind: 'edit'; readonly who: number; readonly value: number; readonly clock: number }
  /** The oldest change that has not arrived yet arrives. */
  | { readonly kind: 'push'; readonly who: number }
  /** A change that arrived before arrives once more. */
  | { readonly kind: 'again'; readonly who: number }
  | { readonly kind: 'pull'; readonly who: number };

export type Fate =
  | { readonly kind: 'side'; readonly side: number }
  | { readonly kind: 'aside'; readonly rule: 'field' | 'office' | 'latest'; readonly by: ChangeId }
  /** Somebody who had this value in view wrote another one. */
  | { readonly kind: 'writtenOver'; readonly by: ChangeId };

export interface LiveSide {
  readonly value: Fields;
  readonly writers: readonly ChangeId[];
  readonly author: PersonId;
  readonly role: Role;
  readonly hlc: Hlc;
}

interface Laptop {
  readonly person: Person;
  readonly made: Incoming[];
  arrived: number;
  /** First canonical writer that was pulled; null: the group was empty. */
  seen: ChangeId | null;
  clock: Hlc;
}

export interface Decided {
  readonly edit: Incoming;
  readonly decision: Decision;
  readonly before: readonly LiveSide[];
}

export class MergeWorld {
  /** Canonical first; more than one: a question is open. */
  sides: readonly LiveSide[] = [];
  readonly fates = new Map<ChangeId, Fate>();
  readonly decided: Decided[] = [];
  private readonly policy: Policy;
  private readonly laptops: readonly Laptop[];
  private readonly receipts = new Map<ChangeId, Decision>();

  constructor(policy: Policy, roles: readonly Role[]) {
    this.policy = policy;
    this.laptops = roles.map((role, i) => ({
      person: { device: i + 2, author: recordId(1, 1, i + 1, 0), role },
      made: [],
      arrived: 0,
      seen: null,
      clock: HLC_ZERO,
    }));
  }

  run(steps: readonly Step[]): void {
    for (const step of steps) {
      const laptop = this.laptops[step.who % this.laptops.length] as Laptop;
      if (step.kind === 'edit') this.edit(laptop, step);
      else if (step.kind === 'pull') laptop.seen = this.sides[0]?.writers[0] ?? null;
      else if (step.kind === 'push') this.push(laptop);
      else if (laptop.arrived > 0) this.arrive(laptop.made[laptop.arrived - 1] as Incoming);
    }
    for (const laptop of this.laptops) while (laptop.arrived < laptop.made.length) this.push(laptop);
  }

  all(): readonly Incoming[] {
    return this.laptops.flatMap((l) => l.made);
  }

  private edit(laptop: Laptop, { value, clock }: { readonly value: number; readonly clock: number }): void {
    const { device, author, role } = laptop.person;
    const pending = laptop.made.length > laptop.arrived ? laptop.made.at(-1)?.id : undefined;
    laptop.clock = tick(laptop.clock, clock);
    const id = changeId(device, 1, laptop.made.length + 1);
    laptop.made.push({
      id,
      value: { value },
      saw: pending ?? laptop.seen,
      sawQuestion: false,
      author,
      role,
      hlc: laptop.clock,
    });
  }

  private push(laptop: Laptop): void {
    const edit = laptop.made[laptop.arrived];
    if (!edit) return;
    laptop.arrived += 1;
    this.arrive(edit);
    // Its own value is what the author goes on seeing (C-4).
    laptop.seen = edit.id;
  }

  private arrive(edit: Incoming): void {
    if (this.receipts.has(edit.id)) return;
    const [canonical] = this.sides;
    const standing = canonical ?? null;
    const decision = decide(this.policy, standing, this.sides.length > 1 ? this.sides : [], edit);
    this.receipts.set(edit.id, decision);
    this.decided.push({ edit, decision, before: this.sides });
    this.make(decision, edit);
  }

  private make(decision: Decision, edit: Incoming): void {
    const own: LiveSide = { ...edit, writers: [edit.id] };
    switch (decision.kind) {
      case 'apply':
        return this.replace(0, own, { kind: 'writtenOver', by: edit.id });
      case 'win':
        return this.replace(0, own, { kind: 'aside', rule: decision.rule, by: edit.id });
      case 'lose':
        this.fates.set(edit.id, { kind: 'aside', rule: decision.rule, by: this.sides[0]?.writers[0] as ChangeId });
        return;
      case 'join':
        return this.join(0, edit);
      case 'joinSide':
        return this.join(decision.side, edit);
      case 'moveSide':
        return this.replace(decision.side, own, { kind: 'writtenOver', by: edit.id });
      case 'question':
      case 'contend':
        this.sides = [...this.sides, own];
        this.note();
    }
  }

  /** The stamp of a value is the latest at which somebody wrote it. */
  private join(index: number, edit: Incoming): void {
    this.sides = this.sides.map((side, i) =>
      i === index ? { ...side, writers: [...side.writers, edit.id], hlc: Math.max(side.hlc, edit.hlc) as Hlc } : side,
    );
    this.note();
  }

  private replace(index: number, own: LiveSide, fate: Fate): void {
    for (const writer of this.sides[index]?.writers ?? []) this.fates.set(writer, fate);
    this.sides = this.sides.length === 0 ? [own] : this.sides.map((side, i) => (i === index ? own : side));
    this.note();
  }

  private note(): void {
    for (const [i, side] of this.sides.entries()) {
      for (const writer of side.writers) this.fates.set(writer, { kind: 'side', side: i });
    }
  }
}
