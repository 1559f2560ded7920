/** Readings over time with their limits, drawn by hand. The table beside it says the same; this is for the eye. */
import { useElementSize } from '@mantine/hooks';
import { day } from '../../ui/when.ts';
import { isOutside, type Limits, linePath, plotScale, type Point } from './plot-scale.ts';
import classes from './ReadingPlot.module.css';

interface Props {
  readonly name: string;
  /** In order of time, at least one. */
  readonly points: readonly Point[];
  readonly limits: Limits;
  readonly now: number;
}

const HEIGHT = 172;
/** Beyond this many, only what is outside and the newest get a mark of their own. */
const MARKED = 60;

export function ReadingPlot({ name, points, limits, now }: Props) {
  const { ref, width } = useElementSize();
  const box = { left: 46, right: Math.max(160, width) - 12, top: 8, bottom: HEIGHT - 24 };
  const scale = plotScale(points, limits, box);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const top = limits.high === null ? box.top : scale.y(limits.high);
  const bottom = limits.low === null ? box.bottom : scale.y(limits.low);
  const marked = points.filter((p) => points.length <= MARKED || p === last || isOutside(p.value, limits));

  return (
    <div ref={ref} className={classes['plot']}>
      <svg
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={`${name} from ${day(first.at, now)} to ${day(last.at, now)}`}
      >
        {limits.low === null && limits.high === null ? null : (
          <rect className={classes['band']} x={box.left} y={top} width={box.right - box.left} height={bottom - top} />
        )}
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line className={classes['grid']} x1={box.left} x2={box.right} y1={scale.y(tick)} y2={scale.y(tick)} />
            <text className={classes['tick']} x={box.left - 8} y={scale.y(tick) + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        {[limits.low, limits.high].map((limit) =>
          limit === null ? null : (
            <line
              key={limit}
              className={classes['limit']}
              x1={box.left}
              x2={box.right}
              y1={scale.y(limit)}
              y2={scale.y(limit)}
            />
          ),
        )}
        <path className={classes['line']} d={linePath(points, scale)} />
        {named(marked).map(({ name: mark, point: p }) =>
          isOutside(p.value, limits) ? (
            <path key={mark} className={classes['outside']} d={diamond(scale.x(p.at), scale.y(p.value))} />
          ) : (
            <circle
              key={mark}
              className={classes['point']}
              cx={scale.x(p.at)}
              cy={scale.y(p.value)}
              r={p === last ? 4.5 : 3}
            />
          ),
        )}
        <text className={classes['tick']} x={box.left} y={HEIGHT - 5}>
          {first.at === last.at ? '' : day(first.at, now)}
        </text>
        <text
          className={classes['tick']}
          x={first.at === last.at ? scale.x(last.at) : box.right}
          y={HEIGHT - 5}
          textAnchor={first.at === last.at ? 'middle' : 'end'}
        >
          {day(last.at, now)}
        </text>
      </svg>
    </div>
  );
}

/** Each with its moment for a name; readings that share one are counted through. */
function named(points: readonly Point[]): readonly { readonly name: string; readonly point: Point }[] {
  let same = 0;
  return points.map((point, i) => {
    same = points[i - 1]?.at === point.at ? same + 1 : 0;
    return { name: `${point.at}/${same}`, point };
  });
}

/** Another shape for what is outside, so that colour is not all that tells. */
function diamond(x: number, y: number): string {
  return `M${x} ${y - 6.5}L${x + 6.5} ${y}L${x} ${y + 6.5}L${x - 6.5} ${y}Z`;
}
