import { clock } from '../texts';
import { Differences } from './DifferenceView';
import { merge } from './differences';

interface Side { script: string; modified?: string }

/** Somebody else saved meanwhile: what they changed, what is changed here, and what can be done about it. Nothing is overwritten before somebody says so. */
export function Conflict({ seen, mine, theirs, hasVars, take, keep, join }: { seen: Side; mine: string; theirs: Side; hasVars: boolean; take: () => void; keep: () => void; join: (text: string) => void }) {
  const both = merge(seen.script, mine, theirs.script);
  return (
    <section class="conflict" role="alert" aria-label="Changed by somebody else">
      <h2>Somebody else saved this meanwhile{theirs.modified ? `, at ${clock(theirs.modified)}` : ''}</h2>
      <p>Nothing of yours is saved yet, and nothing is lost.</p>
      <h3>What they changed</h3>
      <Differences label="What they changed" before={seen.script} after={theirs.script} />
      {hasVars && <p>They may have changed variables or databases too: take theirs to see them.</p>}
      <h3>What you changed</h3>
      <Differences label="What you changed" before={seen.script} after={mine} />
      <div class="bar">
        {both !== null && both !== theirs.script && <button type="button" class="main" onClick={() => join(both)}>Put yours into theirs</button>}
        <button type="button" onClick={keep}>Keep yours, and save it over theirs</button>
        <button type="button" onClick={take}>Drop yours, take theirs</button>
      </div>
    </section>
  );
}
