import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from './api';
import { address, topicOf } from './alerts/alert';
import { count, cut, since } from './texts';

interface Loud { id: string; topic: string; pages: number; critical: number; flaps: number; acknowledged: boolean; last: string }
interface Answer { days: number; pages: number; hours: number[]; alerts: Loud[]; }

/** What calls people most, and what nobody answers. */
export function Noise() {
  const answer = useSignal<Answer | null>(null);
  const days = useSignal(7);
  const problem = useSignal('');
  useEffect(() => {
    document.title = 'Noise - Tocsin';
    get<Answer>('alerts/noise', { days: String(days.value) }).then((found) => { answer.value = found; problem.value = ''; }, (error: Error) => { problem.value = error.message; });
  }, [days.value]);
  const found = answer.value;
  const highest = Math.max(1, ...(found?.hours ?? []));
  return (
    <section>
      <h1>Noise</h1>
      <p><label>Of the last <select value={days.value} onChange={(event) => { days.value = Number(event.currentTarget.value); }}><option value="1">day</option><option value="7">7 days</option><option value="30">30 days</option></select></label></p>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      {found && <>
        <p>{count(found.pages, 'notification')} of problems went out{found.alerts.length > 0 && <>; {count(found.alerts.filter((loud) => !loud.acknowledged).length, 'alert')} of the loudest {found.alerts.length} nobody ever acknowledged</>}.</p>
        <h2>By hour of the day (UTC)</h2>
        <ol class="hours">{found.hours.map((pages, hour) => <li title={`${hour}:00: ${pages}`}><span class="bar" style={{ height: `${Math.round((pages / highest) * 100)}%` }} /><span class="hour">{hour}</span><span class="hidden">: {pages}</span></li>)}</ol>
        <h2>The loudest</h2>
        {found.alerts.length === 0 ? <p>Nobody was called.</p> : <div class="wide" tabIndex={0} role="region" aria-label="The loudest alerts"><table>
          <thead><tr><th scope="col">Alert</th><th scope="col">Topic</th><th scope="col" class="number">Notified</th><th scope="col" class="number">Critical</th><th scope="col" class="number">Came and went</th><th scope="col">Acknowledged</th><th scope="col">Last</th></tr></thead>
          <tbody>{found.alerts.map((loud) => <tr><th scope="row"><a href={address(loud)} dir="auto">{cut(loud.id, 120)}</a></th><td>{topicOf(loud.topic)}</td><td class="number">{loud.pages}</td><td class="number">{loud.critical}</td><td class="number">{loud.flaps}</td><td>{loud.acknowledged ? 'yes' : 'never'}</td><td>{since(loud.last)} ago</td></tr>)}</tbody>
        </table></div>}
      </>}
    </section>
  );
}
