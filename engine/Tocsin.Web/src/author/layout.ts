/** The nodes of a graph and the ways between them. */
export interface Graph { nodes: string[]; edges: { from: string; to: string; passed: number | null }[] }
export interface Placed { name: string; x: number; y: number }

/** Reads the DOT that the server writes: a line an edge, with what passed there when it runs. */
export function readDot(dot: string): Graph {
  const edges = [...dot.matchAll(/^(\w+) -> (\w+)(?: \[processed="(\d+)"\])?;?$/gm)].map(([, from, to, passed]) => ({ from: from!, to: to!, passed: passed === undefined ? null : Number(passed) }));
  const named = [...dot.matchAll(/^(\w+) \[/gm)].map(([, name]) => name!).filter((name) => name !== 'graph');
  return { nodes: [...new Set([...named, ...edges.flatMap((edge) => [edge.from, edge.to])])], edges };
}

/** How often the order within the layers is looked through again. */
const sweeps = 4;

/** Places each node below all that lead to it, and near the middle of these. The graph has no circles: scripts cannot say them. */
export function layOut({ nodes, edges }: Graph): { placed: Placed[]; columns: number; rows: number } {
  const depths = new Map<string, number>();
  const depthOf = (node: string): number => {
    const known = depths.get(node);
    if (known !== undefined) return known;
    depths.set(node, 0);
    const depth = Math.max(-1, ...edges.filter((edge) => edge.to === node).map((edge) => depthOf(edge.from))) + 1;
    depths.set(node, depth);
    return depth;
  };
  const layers: string[][] = [];
  nodes.forEach((node) => (layers[depthOf(node)] ??= []).push(node));
  const columns = Math.max(1, ...layers.map((layer) => layer.length));
  const x = new Map<string, number>();
  const place = (layer: string[]): void => layer.forEach((node, index) => x.set(node, index + (columns - layer.length) / 2));
  layers.forEach(place);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : [...layers].reverse()) {
      const middle = (node: string): number => {
        const near = edges.filter((edge) => (down ? edge.to : edge.from) === node).map((edge) => x.get(down ? edge.from : edge.to)!);
        return near.length > 0 ? near.reduce((sum, one) => sum + one, 0) / near.length : x.get(node)!;
      };
      const wanted = new Map(layer.map((node) => [node, middle(node)]));
      layer.sort((one, other) => wanted.get(one)! - wanted.get(other)!);
      place(layer);
    }
  }
  return { placed: nodes.map((name) => ({ name, x: x.get(name)!, y: depths.get(name)! })), columns, rows: layers.length };
}
