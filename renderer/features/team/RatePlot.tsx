/** The re-open rate over time, with a mark where a new version of the app came into use. The table beneath says the same. */
import { useElementSize } from '@mantine/hooks';
import { day as dayWords } from '../../ui/when.ts';
import type { TeamView } from '../../../protocol/ipc/team.ts';
import { midnightOf, percent, plotWords, type RateLine, ratePath, rateScale } from './rate-plot.ts';
import classes from './team.module.css';

interface Props {
  readonly view: Pick<TeamView, 'from' | 'to' | 'releases'>;
  readonly lines: readonly RateLine[];
  readonly now: number;
}

const HEIGHT = 240;
/** Room for the name at the end of a line. */
const NAME_WIDTH = 120;
/** Beyond this many days a mark for each is only noise. */
const MARKED = 60;

export function RatePlot({ view, lines, now }: Props) {
  const { ref, width } = useElementSize();
  const right = Math.max(320, width) - (lines.length > 1 ? NAME_WIDTH : 16);
  const box = { left: 56, right, top: 26, bottom: HEIGHT - 26 };
  const scale = rateScale(lines, view.from, view.to, box);
  const words = (at: string): string => dayWords(midnightOf(at), now);
  return (
    <div ref={ref} className={classes['plot']}>
      <svg width="100%" height={HEIGHT} role="img" aria-label={plotWords(lines, words)}>
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line className={classes['grid']} x1={box.left} x2={box.right} y1={scale.y(tick)} y2={scale.y(tick)} />
            <text className={classes['tick']} x={box.left - 8} y={scale.y(tick) + 4} textAnchor="end">
              {percent(tick)}
            </text>
          </g>
        ))}
        {view.releases.map(({ day, app }) => (
          <g key={`${day} ${app}`}>
            <line className={classes['release']} x1={scale.x(day)} x2={scale.x(day)} y1={box.top} y2={box.bottom} />
            <text className={classes['tick']} x={scale.x(day)} y={box.top - 8} textAnchor="middle">
              {app}
            </text>
          </g>
        ))}
        {lines.map((line, i) => (
          <Line key={line.key} line={line} scale={scale} place={i} named={lines.length > 1} />
        ))}
        <text className={classes['tick']} x={box.left} y={HEIGHT - 6}>
          {view.from === view.to ? '' : words(view.from)}
        </text>
        <text className={classes['tick']} x={box.right} y={HEIGHT - 6} textAnchor="end">
          {words(view.to)}
        </text>
      </svg>
    </div>
  );
}

interface LineProps {
  readonly line: RateLine;
  readonly scale: ReturnType<typeof rateScale>;
  readonly place: number;
  /** Its name stands at its end. */
  readonly named: boolean;
}

function Line({ line: { name, days }, scale, place, named }: LineProps) {
  const last = days.at(-1);
  const marked = days.length <= MARKED ? days : days.slice(-1);
  return (
    <g>
      <path className={classes['line']} data-dash={named ? place % 4 : 0} d={ratePath(days, scale)} />
      {marked.map((d) => (
        <circle key={d.day} className={classes['point']} cx={scale.x(d.day)} cy={scale.y(d.rate)} r={3.5} />
      ))}
      {named && last ? (
        <text className={classes['name']} x={scale.x(last.day) + 8} y={scale.y(last.rate) + 4}>
          {name}
        </text>
      ) : null}
    </g>
  );
}
