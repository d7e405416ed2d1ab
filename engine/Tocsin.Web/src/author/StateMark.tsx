import type { Definition } from './definition';

/** How a task is, with an icon and a word. */
export function StateMark({ task }: { task: Definition }) {
  const [tone, text] = task.status === 'disabled' ? ['word', '○ disabled'] : task.executing ? ['ok', task.status === 'shadow' ? '✓ runs as a shadow' : '✓ runs'] : ['critical', '▲ does not run'];
  return <span class={`state ${tone}`}>{text}</span>;
}
