// The reader of reviews has to notice what it is there for: told here with logs of a few lines, each with one thing wrong.
import { describe, expect, it } from 'vitest';
import { hlcFromMs } from '../../domain/clock/hlc.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { changeId, recordId, type ChangeId, type Epoch, type Position, type RecordId } from '../../domain/ids.ts';
import type { DeviceNo, Sequence } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { LogEntry } from '../../server/storage/contract/types.ts';
import { ReviewReader } from './review-reader.ts';

const JOB = recordId(1, 1, 1, 0);
const ASKED = recordId(0, 1, 3, 0);
const ASKED_AGAIN = recordId(0, 1, 9, 0);
const [ANA, BEN, MARIA] = [2, 3, 4];
const person = (device: number): RecordId => recordId(1, 1, 100 + device, 0);
const id = (device: number, seq = 1): ChangeId => changeId(device, 1, seq);

type Line = readonly [
  kind: 'change' | 'question',
  by: ChangeId,
  record: RecordId,
  group: string,
  value: Fields,
  more?: { readonly saw?: ChangeId; readonly outcome?: EditOutcome },
];

function read(lines: readonly Line[]): ReviewReader {
  return new ReviewReader().read(
    lines.map(([kind, by, record, group, value, more], i): LogEntry => {
      const [device = 0, epoch = 1, seq = 1] = by.split('.').map(Number);
      return {
        pos: (i + 1) as Position,
        kind,
        device: device as DeviceNo,
        epoch: epoch as Epoch,
        seq: seq as Sequence,
        author: person(device),
        role: 'technician',
        lane: 'normal',
        hlc: hlcFromMs(1),
        madeAt: 1,
        receivedAt: 1,
        edits: [
          { record, collection: record === JOB ? 'workOrder' : 'question', group, value, saw: more?.saw ?? null },
        ],
        outcome: more?.outcome ? [more.outcome] : null,
        hash: '',
        chain: '',
      };
    }),
  );
}

const side = (device: number, text: string): Fields => ({
  writers: [id(device)],
  value: { text },
  person: person(device),
  role: 'technician',
  device,
  madeAt: 1,
  receivedAt: 1,
  words: text,
});
const conflict = (question: RecordId): EditOutcome => ({ kind: 'conflict', question });
const dry: Line = ['change', id(ANA), JOB, 'findings', { text: 'dry' }];
const wet: Line = ['change', id(BEN), JOB, 'findings', { text: 'wet' }, { outcome: conflict(ASKED) }];
const opening = (question: RecordId): readonly Line[] => [
  ['question', id(BEN), question, 'subject', { record: JOB, collection: 'workOrder', group: 'findings', openedAt: 1 }],
  ['question', id(BEN), question, 'sides', { list: [side(ANA, 'dry'), side(BEN, 'wet')] }],
  ['question', id(BEN), question, 'state', { status: 'open' }],
];
const answer = (seq: number, outcome: EditOutcome = { kind: 'applied' }): Line => [
  'change',
  id(MARIA, seq),
  ASKED,
  'answer',
  { chosen: id(BEN), against: [id(ANA)] },
  { outcome },
];
const settled = (by: ChangeId): Line => [
  'question',
  id(MARIA),
  ASKED,
  'state',
  { status: 'answered', chosen: id(BEN), answer: by, answeredBy: person(MARIA) },
];
const story = [dry, wet, ...opening(ASKED), answer(1), settled(id(MARIA))];

describe('the reader of reviews', () => {
  it('[C-4, C-5] finds nothing wrong with a clash that was asked about and answered', () => {
    const reader = read(story);
    expect(reader.problems).toEqual([]);
    expect(reader.counts).toMatchObject({ conflicts: 1, questions: 1, answers: 1, second: 0 });
    expect(reader.questions.get(ASKED)).toMatchObject({ settled: 1 });
  });

  it('[C-4] finds a clash that nobody was asked about', () => {
    expect(read([dry, ['change', id(BEN), JOB, 'findings', { text: 'wet' }]]).problems).toEqual([
      expect.stringMatching(/meets a clash .* not asked about/),
    ]);
  });

  it('[C-1, C-5] finds one over what an answer had decided, too', () => {
    const over: Line = ['change', id(ANA, 2), JOB, 'findings', { text: 'foggy' }, { saw: id(ANA) }];
    expect(read([...story, over]).problems).toHaveLength(1);
    const knowing: Line = ['change', id(ANA, 2), JOB, 'findings', { text: 'foggy' }, { saw: id(MARIA) }];
    expect(read([...story, knowing]).problems).toEqual([]);
  });

  it('[C-1, C-2] finds a question without a clash', () => {
    const seen: Line = [
      'change',
      id(BEN),
      JOB,
      'findings',
      { text: 'wet' },
      { saw: id(ANA), outcome: conflict(ASKED) },
    ];
    expect(read([dry, seen, ...opening(ASKED)]).problems).toEqual([
      expect.stringMatching(/meets what it saw .* asked about/),
    ]);
  });

  it('[C-4] finds the same two values asked about twice', () => {
    expect(read([...story, ...opening(ASKED_AGAIN)]).problems).toEqual([expect.stringMatching(/are asked about in/)]);
    expect(read([...story, ...opening(ASKED)]).problems).toEqual([expect.stringMatching(/opened twice/)]);
  });

  it('[C-6] finds an answer that was taken back though it no longer stood', () => {
    const back: Line = ['change', id(MARIA, 2), ASKED, 'answer', { chosen: null, undoes: id(MARIA) }];
    expect(read([...story, back]).problems).toEqual([]);
    const above: Line = ['change', id(ANA, 2), JOB, 'findings', { text: 'foggy' }, { saw: id(MARIA) }];
    expect(read([...story, above, back]).problems).toEqual([expect.stringMatching(/does not stand/)]);
  });

  it('[C-5] finds a second answer that was not told who had answered', () => {
    const told: EditOutcome = { kind: 'superseded', rule: 'answered', by: person(MARIA) };
    expect(read([...story, answer(2, told)]).problems).toEqual([]);
    expect(read([...story, answer(2, { ...told, by: null })]).problems).toEqual([expect.stringMatching(/second time/)]);
    expect(read([...story, answer(2)]).problems).toEqual([expect.stringMatching(/second time/)]);
  });
});
