using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>Joins batches of one time into one batch, and their points by their own times.</summary>
internal sealed class BatchJoinProcessor(JoinNode node, JoinFill fill, NodeContext context) : JoinProcessor<Batch>(node, fill, context)
{
    private readonly Point?[] _current = new Point?[context.Node.Parents.Count];
    private readonly int[] _next = new int[context.Node.Parents.Count];

    internal override void Take(int parent, Point point, Group group) =>
        throw new InvalidOperationException("a join of batches cannot take a point");

    internal override void Take(int parent, Batch batch, Group group) => Collect(parent, batch, batch.Name, group, batch.Time);

    internal override Batch Keep(Batch item) => item;

    internal override void Save(Batch item, StateWriter writer) => writer.Write(item);

    internal override Batch Load(StateReader reader) => reader.ReadBatch();

    internal override void Remember(JoinMemory memory, int parent, Batch item) =>
        memory.Remember(parent, item.Name, item.Points.Count > 0 ? item.Points[^1].Layout : null);

    internal override void EmitSet(JoinGroup<Batch> group, JoinSet<Batch> set)
    {
        var output = OutputOf(group, set.Items[set.First]!.Name); // First is a parent that has an item.
        var series = output.Series!; // OutputOf always sets it.
        var points = new List<Point>();
        FieldLayout? names = null;
        Array.Clear(_next);
        while (Advance(set.Items, ref names, out var time) is var present and > 0)
        {
            if (present < _current.Length && Fill.IsInner)
                continue;
            var point = Point.Unfilled();
            Fields.Merge(point, series, time, _current, present == _current.Length ? [] : MissingOf(group, names));
            points.Add(point);
        }

        Emit(new Batch(series.Name, output.Group, set.Time, points));
    }

    // Takes the points of the smallest time that is left, one of each parent that has one. Answers how many there are.
    // Where nothing is known of a parent, its fields get the names of the very first point that is looked at.
    private int Advance(Batch?[] batches, [NotNull] ref FieldLayout? names, out long time)
    {
        time = long.MaxValue;
        for (var i = 0; i < batches.Length; i++)
        {
            if (PeekAt(batches, i) is not { } point)
                continue;
            names ??= point.Layout;
            time = Math.Min(time, Round(point.Time));
        }

        var present = 0;
        for (var i = 0; i < batches.Length; i++)
        {
            var point = PeekAt(batches, i);
            _current[i] = point is not null && Round(point.Time) == time ? point : null;
            if (_current[i] is null)
                continue;
            _next[i]++;
            present++;
        }

        names ??= FieldLayout.Empty;
        return present;
    }

    private Point? PeekAt(Batch?[] batches, int parent) =>
        batches[parent] is { } batch && _next[parent] < batch.Points.Count ? batch.Points[_next[parent]] : null;
}
