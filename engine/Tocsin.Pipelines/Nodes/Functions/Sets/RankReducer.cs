using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Sets;

/// <summary>The largest or smallest numbers, in the order of their times.</summary>
/// <param name="count">How many.</param>
/// <param name="takesLargest">True for the largest, false for the smallest.</param>
/// <param name="distinctBy">Tags or fields of whose combinations of values each may occur once. Empty for no such limit.</param>
internal sealed class RankReducer(long count, bool takesLargest, IReadOnlyList<string> distinctBy) : SetReducer
{
    private readonly SampleList _samples = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public override bool KeepsTags => true;

    public override void Add(Point point, int slot) => _samples.AddPoint(point, slot);

    public override IReadOnlyList<Sample> Results()
    {
        var best = new List<Sample>();
        foreach (ref readonly var sample in _samples.Sorted(BestFirst))
        {
            if (best.Count >= count)
                break;
            if (distinctBy.Count == 0 || _seen.Add(KeyOf(sample.Point!))) // Added with its point above.
                best.Add(sample);
        }

        // Stable: of one time the better stays in front.
        return [.. best.OrderBy(sample => sample.Time)];
    }

    protected override void SaveValues(StateWriter writer) => _samples.Save(writer);

    protected override void LoadValues(StateReader reader) => _samples.Load(reader);

    protected override void Clear()
    {
        _samples.Clear();
        _seen.Clear();
    }

    private int BestFirst(Sample left, Sample right)
    {
        var order = takesLargest ? right.CompareValue(left, Type) : left.CompareValue(right, Type);
        return order != 0 ? order : left.Time.CompareTo(right.Time);
    }

    private string KeyOf(Point point) => string.Join('\0', distinctBy.Select(name => ValueOf(point, name)));

    private static string ValueOf(Point point, string name)
    {
        var slot = point.Layout.IndexOf(name);
        if (slot < 0)
            return point.Tags.Find(name) ?? "";
        return point.Layout.TypeAt(slot) == FieldType.String ? point.Text(slot) : $"{point.Layout.TypeAt(slot)} {point.Numbers[slot]}";
    }
}
