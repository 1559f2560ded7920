import { describe, expect, it } from 'vitest';
import { recordId } from '../../../domain/ids.ts';
import type { TeamView } from '../../../protocol/ipc/team.ts';
import { rateCsv } from './rate-csv.ts';
import { linesOf, percent, plotWords, ratePath, rateScale } from './rate-plot.ts';

const ADA = recordId(1, 1, 1, 0);
const BEN = recordId(1, 1, 2, 0);
const VIEW: TeamView = {
  from: '2026-11-20',
  to: '2026-11-22',
  people: [
    { id: ADA, name: 'Ada' },
    { id: BEN, name: '=Ben, "B"' },
  ],
  days: [
    { person: ADA, day: '2026-11-20', saves: 4, reopened: 1 },
    { person: ADA, day: '2026-11-22', saves: 8, reopened: 1 },
    { person: BEN, day: '2026-11-22', saves: 2, reopened: 0 },
  ],
  releases: [{ day: '2026-11-21', app: '1.1.0' }],
};
const BOX = { left: 0, right: 100, top: 0, bottom: 100 };

describe('[STAT-1] the plot of the re-open rate', () => {
  it('[STAT-1] has a line for the team, for each person, or for one', () => {
    expect(linesOf(VIEW, 'team').map((l) => [l.name, l.days.map((d) => d.rate)])).toEqual([['The team', [0.25, 0.1]]]);
    expect(linesOf(VIEW, 'each').map((l) => l.days.map((d) => d.rate))).toEqual([[0.25, 0.125], [0]]);
    expect(linesOf(VIEW, BEN).map((l) => l.key)).toEqual([BEN]);
  });

  it('[STAT-1] stands on zero, leaves days without saves their room, and reads as a sentence', () => {
    const lines = linesOf(VIEW, 'team');
    const scale = rateScale(lines, VIEW.from, VIEW.to, BOX);
    expect(['2026-11-20', '2026-11-21', '2026-11-22'].map(scale.x)).toEqual([0, 50, 100]);
    expect([scale.y(0), scale.y(0.4), scale.ticks.map(percent)]).toEqual([
      100,
      0,
      ['0 %', '10 %', '20 %', '30 %', '40 %'],
    ]);
    expect(ratePath(lines[0]!.days, scale)).toBe('M0.0 37.5L100.0 75.0');
    expect(plotWords(lines, (day) => day.slice(8))).toBe('Re-open rate. The team: 10 % to 25 %, 22 10 %.');
    expect(rateScale([], VIEW.to, VIEW.to, BOX).x(VIEW.to)).toBe(50);
    expect(rateScale([], VIEW.from, VIEW.to, BOX).ticks.at(-1)).toBe(0.1);
  });

  it('[STAT-1] as a file: every person-day, quoted, nothing that a spreadsheet would run', () => {
    expect(rateCsv(VIEW)).toBe(
      [
        'day,person,saves,re-opened,rate',
        '2026-11-20,Ada,4,1,25 %',
        '2026-11-22,Ada,8,1,12.5 %',
        `2026-11-22,"'=Ben, ""B""",2,0,0 %`,
        '2026-11-21,release 1.1.0,,,',
        '',
      ].join('\r\n'),
    );
  });
});
