import { ask, may, session } from '../api';
import { askFor, attempt, say } from '../dialog';
import { ahead, clock, count, cut } from '../texts';
import { type Alert } from './alert';

const quoted = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;

const who = (): string => (session.value ? session.value.name : '');

const refused = (): boolean => {
  if (may('respond')) return false;
  say(`${who() || 'you'} may look, but not do this: it takes the role respond`);
  return true;
};

export function acknowledge(alert: Alert): void {
  if (refused()) return;
  if (alert.acknowledged) return say(`${alert.id} is acknowledged by ${alert.acknowledged.by || 'somebody'} already`);
  void attempt(() => ask('POST', 'alerts/acknowledge', { topic: alert.topic, id: alert.id }), `acknowledged ${alert.id}`);
}

export function unacknowledge(alert: Alert): void {
  if (refused()) return;
  if (!alert.acknowledged) return say(`${alert.id} is not acknowledged`);
  void attempt(() => ask('POST', 'alerts/unacknowledge', { topic: alert.topic, id: alert.id }), `took back the acknowledgement of ${alert.id}`);
}

export function note(alert: Alert, then: () => void = () => {}): void {
  if (refused()) return;
  askFor({
    title: `Note on ${alert.id}`, yes: 'Write note',
    body: () => <label>What others should know<textarea name="message" rows={3} maxLength={4000} required autofocus onKeyDown={(event) => {
      if (event.key !== 'Enter' || event.shiftKey) return;
      event.preventDefault();
      event.currentTarget.form?.requestSubmit();
    }} /></label>,
    run: async (form) => {
      await ask('POST', 'alerts/note', { topic: alert.topic, id: alert.id, message: String(form.get('message')) });
      say(`noted on ${alert.id}`);
      then();
    },
  });
}

const spans = [['30m', '30 minutes'], ['1h', '1 hour'], ['4h', '4 hours'], ['8h', '8 hours'], ['24h', '1 day'], ['168h', '7 days'], ['resolved', 'until it is over']] as const;

const inHours = (span: string): number => (span === '30m' ? 0.5 : Number.parseFloat(span));

export function silence(alert: Alert): void {
  if (refused()) return;
  const whole = [`alert_id=${quoted(alert.id)}`, `topic=${quoted(alert.topic)}`];
  const tags = Object.entries(alert.tags).slice(0, 8);
  askFor({
    title: `Silence ${cut(alert.id, 80)}`, yes: 'Silence', isQuick: true,
    body: () => (
      <>
        <label>For how long<select name="span">{spans.map(([value, text]) => <option value={value} selected={value === '1h'}>{text}</option>)}</select></label>
        <label>What<select name="what">
          <option value="">this alert: {alert.id}</option>
          <option value="topic">all of topic {alert.topic}</option>
          {tags.map(([name, value]) => <option value={`tag:${name}`}>everything with {name}={value}</option>)}
        </select></label>
        <label>Why<input name="comment" maxLength={500} placeholder="planned work" /></label>
      </>
    ),
    run: async (form) => {
      const [span, what] = [String(form.get('span')), String(form.get('what'))];
      const until = span === 'resolved' ? span : new Date(Date.now() + ahead.value + inHours(span) * 3600_000).toISOString();
      const matchers = what === '' ? whole : what === 'topic' ? [whole[1]] : [`${what.slice(4)}=${quoted(alert.tags[what.slice(4)] ?? '')}`];
      const made = await ask<{ silences: { matching: number }[]; warnings: string[] }>('POST', 'silences', { matchers, until, comment: String(form.get('comment')) });
      say(`silenced ${count(made.silences[0]?.matching ?? 0, 'open alert')} ${span === 'resolved' ? 'until it is over' : `until ${clock(until)}`}`);
    },
  });
}

export function unsilence(alert: Alert): void {
  if (refused()) return;
  const [first] = alert.silenced;
  if (!first) return say(`${alert.id} is not silenced`);
  const end = (id: string) => ask('DELETE', `silences/${encodeURIComponent(id)}`);
  if (alert.silenced.length === 1) return void attempt(() => end(first.id), `ended the silence of ${alert.id}`);
  askFor({
    title: `${alert.id} is silenced ${alert.silenced.length} times`, yes: 'End it',
    body: () => <label>Which one<select name="id" autofocus>{alert.silenced.map((known) => <option value={known.id}>{known.comment || known.id} by {known.by || 'somebody'}</option>)}</select></label>,
    run: (form) => end(String(form.get('id'))),
  });
}

/** The buttons of one alert, as its rows and its page have them. */
export function Care({ alert, then }: { alert: Alert; then?: () => void }) {
  if (!may('respond') || alert.level === 'OK') return null;
  return (
    <div class="care">
      {alert.acknowledged
        ? <button type="button" onClick={() => unacknowledge(alert)} title="A">Take back</button>
        : <button type="button" class="main" onClick={() => acknowledge(alert)} title="a">Acknowledge</button>}
      <button type="button" onClick={() => note(alert, then)} title="n">Note</button>
      {alert.silenced.length > 0
        ? <button type="button" onClick={() => unsilence(alert)} title="u">Unsilence</button>
        : <button type="button" onClick={() => silence(alert)} title="s">Silence</button>}
    </div>
  );
}
