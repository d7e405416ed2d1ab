import { icons, type Level } from '../alerts/alert';
import { clock, count, cut } from '../texts';
import type { Change, Changed, History, Outcome } from './backtest';

/** More of them nobody reads; programs ask the server. */
const most = 200;

const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 1 });

const words = (side: History): string =>
  `${count(side.problems, 'problem')}${side['problems-per-day'] === null ? '' : ` (${number(side['problems-per-day'])} a day)`}, ${number(side['minutes-critical'])} min critical, ${count(side.flaps, 'flap')}`;

const kinds: Record<Changed['kind'], [sign: string, word: string, tone: string]> = {
  new: ['+', 'new', 'critical'], gone: ['−', 'gone', 'ok'], moved: ['→', 'moved', 'warning'], level: ['↕', 'another level', 'warning'],
};

const shift = (seconds: number): string => `${seconds < 0 ? '−' : '+'}${number(Math.abs(seconds))} s`;

const Mark = ({ level }: { level: Level }) => <span class={`level ${level.toLowerCase()}`}>{icons[level]} {level}</span>;

const Said = ({ change }: { change: Change | null }) => (change ? <><time dateTime={change.time}>{clock(change.time)}</time> <Mark level={change.level} /></> : <span class="word">nothing</span>);

/** What the server found: what would be raised, or what differs from what is saved. */
export function Found({ outcome }: { outcome: Outcome }) {
  const { script, against, differences = [] } = outcome;
  const bad = outcome['bad-lines'] ?? [];
  return (
    <>
      {against
        ? <p role="status"><strong>{differences.length === 0 ? 'No difference.' : `+${outcome.new} new, −${outcome.gone} gone, ${outcome.moved} moved${outcome.levels ? `, ${outcome.levels} at another level` : ''}.`}</strong> As written: {words(script)}. As saved: {words(against)}.</p>
        : <p role="status"><strong>{words(script)}.</strong></p>}
      <Notified script={script} against={against} />
      {bad.length > 0 && <ul class="plain">{bad.map((line) => <li><span class="critical">line {line.line}</span> of the data is left out: {line.reason}</li>)}</ul>}
      {outcome.warnings?.map((warning) => <p class="warning">{warning.line ? `line ${warning.line}: ` : ''}{warning.message}</p>)}
      {against
        ? differences.length > 0 && <Differing differences={differences} />
        : script.changes.length > 0 && <Raised changes={script.changes} />}
    </>
  );
}

/** Who would be called how often, the most first. */
function Notified({ script, against }: { script: History; against: History | undefined }) {
  const handlers = [...new Set([...script.notifications, ...(against?.notifications ?? [])].map((one) => one.handler))];
  const often = (side: History, handler: string): string => {
    const found = side.notifications.find((one) => one.handler === handler);
    return `${count(found?.count ?? 0, 'notification')}${found?.['per-day'] ? ` (${number(found['per-day'])} a day)` : ''}`;
  };
  return handlers.length === 0 ? null : (
    <ul class="plain">{handlers.map((handler) => <li><strong dir="auto">{handler}</strong>: {often(script, handler)}{against && `, as saved ${often(against, handler)}`}</li>)}</ul>
  );
}

function Differing({ differences }: { differences: Changed[] }) {
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="Differences">
      <table>
        <thead><tr><th scope="col">Alert</th><th scope="col">Is</th><th scope="col">As saved</th><th scope="col">As written</th><th scope="col">Message</th></tr></thead>
        <tbody>{differences.slice(0, most).map((one) => {
          const [sign, word, tone] = one.level === 'OK' ? [kinds[one.kind][0], one.kind === 'level' ? 'another level' : `end ${kinds[one.kind][1]}`, 'word'] : kinds[one.kind];
          return (
            <tr><th scope="row" dir="auto">{cut(one.id, 200)}</th><td><span class={`state ${tone}`}>{sign} {word}</span>{one.kind === 'moved' && <> {shift(one['shift-seconds'])}</>}</td>
              <td><Said change={one.old} /></td><td><Said change={one.new} /></td><td dir="auto">{cut((one.new ?? one.old)!.message, 300)}</td></tr>
          );
        })}</tbody>
      </table>
      <Rest all={differences.length} />
    </div>
  );
}

function Raised({ changes }: { changes: Change[] }) {
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="Alerts">
      <table>
        <thead><tr><th scope="col">Alert</th><th scope="col">Time</th><th scope="col">Level</th><th scope="col">Message</th></tr></thead>
        <tbody>{changes.slice(0, most).map((change) => (
          <tr><th scope="row" dir="auto">{cut(change.id, 200)}</th><td><time dateTime={change.time}>{clock(change.time)}</time></td><td><Mark level={change.level} /></td><td dir="auto">{cut(change.message, 300)}</td></tr>
        ))}</tbody>
      </table>
      <Rest all={changes.length} />
    </div>
  );
}

const Rest = ({ all }: { all: number }) => (all > most ? <p class="facts">… and {count(all - most, 'more')}; <code>tocsin backtest</code> shows all</p> : null);
