using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Sets;

internal sealed class DistinctReducer : SetReducer
{
    private readonly SampleList _samples = new();
    private readonly HashSet<long> _numbers = [];
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    public override bool Accepts(FieldType type) => IsDataType(type);

    public override void Add(Point point, int slot)
    {
        var isNew = Type switch
        {
            FieldType.String => _texts.Add(point.Text(slot)),
            // Adding zero makes a negative zero equal to the other one.
            FieldType.Float => _numbers.Add(BitConverter.DoubleToInt64Bits(point.Float(slot) + 0.0)),
            _ => _numbers.Add(point.Numbers[slot]),
        };
        if (isNew)
            _samples.AddValue(point, slot, Type);
    }

    public override IReadOnlyList<Sample> Results() => _samples.Sorted(ByTimeAndValue).ToArray();

    protected override void SaveValues(StateWriter writer) => _samples.Save(writer);

    protected override void LoadValues(StateReader reader)
    {
        _samples.Load(reader);
        foreach (var sample in _samples.Unsorted)
        {
            if (sample.Text is { } text)
                _texts.Add(text);
            else
                _numbers.Add(Type == FieldType.Float ? BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(sample.Bits) + 0.0) : sample.Bits);
        }
    }

    protected override void Clear()
    {
        _samples.Clear();
        _numbers.Clear();
        _texts.Clear();
    }

    private int ByTimeAndValue(Sample left, Sample right) =>
        left.Time != right.Time ? left.Time.CompareTo(right.Time) : left.CompareValue(right, Type);
}
