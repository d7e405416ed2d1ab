using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

internal sealed class ModeReducer : AggregateReducer
{
    private readonly SampleList _samples = new();

    public override void Add(Point point, int slot) => _samples.Add(point.Numbers[slot], point.Time);

    public override Reduced Result()
    {
        var winner = Winner();
        return new Reduced(Type, winner.Bits, _samples.Count == 1 ? winner.Time : null);
    }

    protected override void SaveValues(StateWriter writer) => _samples.Save(writer);

    protected override void LoadValues(StateReader reader) => _samples.Load(reader);

    protected override void Clear() => _samples.Clear();

    // Goes up the sorted values. A value that occurs as often as the winner so far takes over unless it first came after the winner's last.
    private Sample Winner()
    {
        var sorted = _samples.SortedByValue(Type);
        var winner = sorted[0];
        var winnerCount = 1;
        var first = sorted[0];
        var count = 1;
        foreach (ref readonly var sample in sorted[1..])
        {
            if (sample.CompareValue(first, Type) != 0)
            {
                first = sample;
                count = 1;
                continue;
            }

            count++;
            if (count < winnerCount || (count == winnerCount && first.Time > winner.Time))
                continue;
            winner = sample;
            winnerCount = count;
        }

        return winner;
    }
}
