/** A stretch of lines of an old text, and what stands there in a new one. */
export interface Difference { from: number; to: number; lines: string[] }

/** Where two texts differ, line by line. */
export function differences(before: string[], after: string[]): Difference[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [end, newEnd] = [before.length, after.length];
  while (end > start && newEnd > start && before[end - 1] === after[newEnd - 1]) { end--; newEnd--; }
  const [rows, columns] = [end - start, newEnd - start];
  if (rows === 0 && columns === 0) return [];

  // Of what changed as a whole nobody reads single lines.
  if (rows * columns > 4_000_000) return [{ from: start, to: end, lines: after.slice(start, newEnd) }];
  const common = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--)
      common[row]![column] = before[start + row] === after[start + column] ? common[row + 1]![column + 1]! + 1 : Math.max(common[row + 1]![column]!, common[row]![column + 1]!);

  const found: Difference[] = [];
  let open: Difference | null = null;
  const here = (row: number): Difference => (open ??= (found.push({ from: start + row, to: start + row, lines: [] }), found[found.length - 1]!));
  for (let [row, column] = [0, 0]; row < rows || column < columns;) {
    if (row < rows && column < columns && before[start + row] === after[start + column]) { open = null; row++; column++; }
    else if (column < columns && (row === rows || common[row]![column + 1]! > common[row + 1]![column]!)) here(row).lines.push(after[start + column++]!);
    else here(row).to = start + ++row;
  }
  return found;
}

/** Both changes of a text in one; null when they touch the same lines. */
export function merge(before: string, mine: string, theirs: string): string | null {
  const lines = before.split('\n');
  const [own, other] = [differences(lines, mine.split('\n')), differences(lines, theirs.split('\n'))];
  if (own.some((one) => other.some((two) => one.from <= two.to && two.from <= one.to))) return null;
  for (const change of [...own, ...other].sort((one, two) => two.from - one.from)) lines.splice(change.from, change.to - change.from, ...change.lines);
  return lines.join('\n');
}
