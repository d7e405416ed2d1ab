import { clock } from '../texts';
import { icons, type Alert } from './alert';

interface Condition { text: string; values: { name: string; value: unknown }[] }
interface Seen { time: string; level: Alert['level']; evidence?: { rules?: { conditions: Condition[] }[] } }
interface Reading { at: number; value: number; level: Alert['level'] }

const [width, height, left, right, top, bottom] = [640, 150, 56, 12, 14, 24];

const text = (value: number): string => (Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 0.01) ? value.toExponential(1) : value.toLocaleString('en', { maximumFractionDigits: 2 }));

/** Fields and tags stand in quotes, as scripts write them. */
const bare = (name: string): string => name.replace(/^"(.*)"$/, '$1');

/** What a change was raised by: its first number that is compared with another one. */
function measured(changes: Seen[]): { name: string; readings: Reading[]; thresholds: number[] } | null {
  const conditions = (change: Seen): Condition[] => (change.evidence?.rules ?? []).flatMap((rule) => rule.conditions);
  const first = changes.flatMap(conditions).flatMap((condition) => condition.values).find((value) => typeof value.value === 'number');
  if (!first) return null;
  const readings: Reading[] = [];
  const thresholds = new Set<number>();
  for (const change of changes) {
    const found = conditions(change).flatMap((condition) => condition.values).find((value) => value.name === first.name && typeof value.value === 'number');
    if (found) readings.push({ at: Date.parse(change.time), value: found.value as number, level: change.level });
    for (const condition of conditions(change)) {
      // A number in a comparison with the value alone; what is calculated has no line of its own.
      const [, name, threshold] = /^"([^"]+)"\s*[<>=!]=?\s*(-?\d+(?:\.\d+)?)$/.exec(condition.text.trim()) ?? [];
      if (name === bare(first.name)) thresholds.add(Number(threshold));
    }
  }
  return readings.length < 2 ? null : { name: bare(first.name), readings: readings.sort((one, other) => one.at - other.at), thresholds: [...thresholds].slice(0, 4) };
}

/** The value of an alert at its changes of level, with the limits it is compared with. Nothing when there are fewer than two. */
export function Chart({ changes }: { changes: Seen[] }) {
  const known = measured(changes);
  if (!known) return null;
  const { name, readings, thresholds } = known;
  const all = [...readings.map((reading) => reading.value), ...thresholds];
  let [low, high] = [Math.min(...all), Math.max(...all)];
  if (low === high) [low, high] = [low - 1, high + 1];
  const [from, to] = [readings[0]!.at, readings[readings.length - 1]!.at];
  const x = (at: number): number => left + (to === from ? 0.5 : (at - from) / (to - from)) * (width - left - right);
  const y = (value: number): number => top + (1 - (value - low) / (high - low)) * (height - top - bottom);
  return (
    <>
      <h2>{name}, when the level changed</h2>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={readings.map((reading) => `${clock(reading.at)}: ${text(reading.value)}, ${reading.level}`).join('; ')}>
        {thresholds.map((threshold) => <g class="threshold"><path d={`M${left} ${y(threshold)}H${width - right}`} /><text x={left - 6} y={y(threshold) + 4}>{text(threshold)}</text></g>)}
        <path class="line" d={readings.map((reading, index) => `${index === 0 ? 'M' : 'L'}${x(reading.at).toFixed(1)} ${y(reading.value).toFixed(1)}`).join('')} />
        {readings.map((reading) => (
          <g class={reading.level.toLowerCase()}>
            <title>{clock(reading.at)}: {text(reading.value)}, {reading.level}</title>
            <text class="mark" x={x(reading.at)} y={y(reading.value) + 5}>{icons[reading.level]}</text>
          </g>
        ))}
        <text class="from" x={left} y={height - 6}>{clock(from)}</text>
        <text class="to" x={width - right} y={height - 6}>{clock(to)}</text>
      </svg>
    </>
  );
}
