import { ask, may, session } from './api';
import { ahead, age, clock, count, now } from './texts';
import { silentSince, summary } from './live';
import { handlerOf, icons } from './alerts/alert';
import { place } from './route';

/** One sentence: what is wrong, who looks after it, whether anybody can tell. */
export function Sentence() {
  const known = summary.value;
  if (!known) return <p class="sentence">Asking the server…</p>;
  const { critical, warning, info, unacknowledged, all } = known.totals;
  const parts = ([['CRITICAL', critical, 'critical'], ['WARNING', warning, 'warning'], ['INFO', info, 'info']] as const).filter(([, number]) => number > 0);
  const dataAge = known['data-at'] ? now.value - Date.parse(known['data-at']) : null;
  const watched = now.value - Date.parse(known['watched-since']);
  const failing = known['failing-count'];
  return (
    <p class="sentence" role="status">
      {all === 0 ? <span class="ok">✓ nothing open</span> : parts.map(([level, number, word], index) => <>{index > 0 && ', '}<span class={level.toLowerCase()}>{icons[level]} {number.toLocaleString('en')} {word}</span></>)}
      {all > 0 && <>, {unacknowledged === 0 ? 'all acknowledged' : `${unacknowledged.toLocaleString('en')} unacknowledged`}</>}
      {dataAge !== null ? <>, <span class={dataAge > 120_000 ? 'warning' : ''}>data {age(Math.max(0, dataAge))} old</span></> : watched > 30_000 && <>, <span class="warning">no data for {age(watched)} at least</span></>}
      {failing > 0 && <>, <span class="critical">{known.failing.map(handlerOf).join(', ')}{failing > known.failing.length ? ` and ${failing - known.failing.length} more` : ''} failing</span></>}
      {known['dead-letters'] > 0 && <>, <a href="/ui/operate/letters">{count(known['dead-letters'], 'dead letter')}</a></>}
      {Math.abs(ahead.value) > 30_000 && <>, <span class="warning">this device's clock is {age(ahead.value)} {ahead.value > 0 ? 'slow' : 'fast'}</span></>}
    </p>
  );
}

export const NotLive = () => (silentSince.value === null ? null : <div class="notlive" role="alert">not live since {clock(silentSince.value + ahead.value)}: what is shown may be over</div>);

const pages = [['/ui/', 'On call'], ['/ui/noise', 'Noise'], ['/ui/operate', 'Operate'], ['/ui/tasks', 'Author']] as const;

export function Top({ help }: { help: () => void }) {
  const path = place.value.split('?')[0]!;
  const isAt = (address: string): boolean => (address === '/ui/' ? path === '/ui/' || path === '/ui/alerts' : path.startsWith(address) || (address === '/ui/tasks' && path.startsWith('/ui/templates')));
  const out = async (): Promise<void> => {
    await ask('DELETE', 'session');
    location.assign('/ui/');
  };
  return (
    <header class="top">
      <nav aria-label="Pages">
        {pages.map(([address, name]) => <a href={address} aria-current={isAt(address) ? 'page' : undefined}>{name}</a>)}
        <span class="room" />
        <button type="button" class="flat" onClick={help} title="?">Keys</button>
        {session.value && session.value.name && <button type="button" class="flat" onClick={() => void out()} title={may('respond') ? '' : 'may look only'}>Sign out {session.value.name}</button>}
      </nav>
      <Sentence />
      <NotLive />
    </header>
  );
}
