import { useRef } from 'preact/hooks';
import type { Definition } from './definition';
import { layOut, readDot } from './layout';

const [width, height, gapX, gapY] = [168, 50, 22, 40];

type Counts = Record<string, Record<string, number>>;

/** Numbers since the task started, and how many a second since they were read before. */
function useRates(stats: Counts): (node: string) => string {
  const last = useRef<{ at: number; stats: Counts; rates: Record<string, number> }>({ at: 0, stats: {}, rates: {} });
  if (stats !== last.current.stats) {
    const now = Date.now();
    const passed = (now - last.current.at) / 1000;
    const rates: Record<string, number> = {};
    for (const [node, values] of Object.entries(stats)) {
      const before = last.current.stats[node]?.collected;
      if (before !== undefined && passed > 0 && passed < 60) rates[node] = Math.max(0, ((values.collected ?? 0) - before) / passed);
    }
    last.current = { at: now, stats, rates };
  }
  return (node) => {
    const rate = last.current.rates[node];
    return rate === undefined ? '' : `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en')}/s`;
  };
}

/** The way of the points through a task, with what each node has seen; the table says the same to those who cannot look at a picture. */
export function Graph({ definition }: { definition: Definition }) {
  const graph = readDot(definition.dot);
  const stats = definition.stats?.['node-stats'] ?? {};
  const rateOf = useRates(stats);
  if (graph.nodes.length === 0) return <p>It has no graph: its script cannot be read now.</p>;
  const { placed, columns, rows } = layOut(graph);
  const at = new Map(placed.map((node) => [node.name, { x: node.x * (width + gapX) + 4, y: node.y * (height + gapY) + 4 }]));
  const counts = (node: string) => stats[node];
  const size = { width: columns * (width + gapX) - gapX + 8, height: rows * (height + gapY) - gapY + 8 };
  return (
    <>
      <div class="wide graph" tabIndex={0} role="region" aria-label="Graph">
        <svg {...size} viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={graph.edges.map((edge) => `${edge.from} to ${edge.to}`).join(', ') || graph.nodes.join(', ')}>
          {graph.edges.map((edge) => {
            const [from, to] = [at.get(edge.from)!, at.get(edge.to)!];
            const [x, y, endX, endY] = [from.x + width / 2, from.y + height, to.x + width / 2, to.y];
            return <g class="edge"><path d={`M${x} ${y}C${x} ${y + gapY / 2} ${endX} ${endY - gapY / 2} ${endX} ${endY}`} />{edge.passed !== null && <text x={(x + endX) / 2 + 6} y={(y + endY) / 2 + 4}>{edge.passed.toLocaleString('en')}</text>}</g>;
          })}
          {placed.map((node) => {
            const { x, y } = at.get(node.name)!;
            const known = counts(node.name);
            return (
              <g class={known?.errors ? 'node bad' : 'node'} transform={`translate(${x} ${y})`}>
                <rect width={width} height={height} rx="7" />
                <text class="name" x={width / 2} y="20">{node.name}</text>
                <text class="count" x={width / 2} y="38">{known ? known.errors ? `▲ ${known.errors.toLocaleString('en')} errors` : rateOf(node.name) || 'no errors' : 'does not run'}</text>
              </g>
            );
          })}
        </svg>
      </div>
      {Object.keys(stats).length > 0 && (
        <details>
          <summary>Numbers of each node</summary>
          <div class="wide" tabIndex={0} role="region" aria-label="Numbers of each node">
            <table>
              <thead><tr><th scope="col">Node</th><th scope="col" class="number">In</th><th scope="col" class="number">Out</th><th scope="col" class="number">Errors</th><th scope="col" class="number">Mean time</th></tr></thead>
              <tbody>{graph.nodes.filter(counts).map((node) => {
                const known = counts(node)!;
                return <tr class={known.errors ? 'bad' : ''}><th scope="row">{node}</th><td class="number">{(known.collected ?? 0).toLocaleString('en')}</td><td class="number">{(known.emitted ?? 0).toLocaleString('en')}</td><td class="number">{(known.errors ?? 0).toLocaleString('en')}</td><td class="number">{((known.avg_exec_time_ns ?? 0) / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} µs</td></tr>;
              })}</tbody>
            </table>
          </div>
        </details>
      )}
    </>
  );
}
