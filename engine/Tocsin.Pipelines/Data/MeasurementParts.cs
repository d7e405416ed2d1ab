using System.Runtime.InteropServices;

namespace Tocsin.Pipelines.Data;

/// <summary>Takes the points of a batch apart by measurement: a chain of places for each, in the order of the points.</summary>
internal sealed class MeasurementParts
{
    // So few are looked at one by one.
    private const int FewParts = 8;

    private readonly Dictionary<Measurement, int> _indexes = [];
    private readonly List<MeasurementPart> _parts = [];
    private readonly List<int> _last = [];
    private int[] _after = [];

    public IReadOnlyList<MeasurementPart> Split(ReadOnlySpan<Point> points)
    {
        if (_parts.Count > 0)
            return _parts;
        if (_after.Length < points.Length)
            _after = new int[points.Length];

        Measurement? present = null;
        var index = 0;
        for (var at = 0; at < points.Length; at++)
        {
            // Neighbours are often of the same measurement.
            var measurement = points[at].Series.Measurement;
            if (!ReferenceEquals(measurement, present))
                index = IndexOf(present = measurement, at);
            ref var part = ref CollectionsMarshal.AsSpan(_parts)[index];
            if (part.Count > 0)
                _after[_last[index]] = at;
            _after[at] = -1;
            _last[index] = at;
            part = part with { Count = part.Count + 1 };
        }

        return _parts;
    }

    public int After(int at) => _after[at];

    /// <summary>Forgets the parts: the batch gets other points.</summary>
    public void Clear()
    {
        if (_parts.Count == 0)
            return;
        _indexes.Clear();
        _parts.Clear();
        _last.Clear();
    }

    private int IndexOf(Measurement measurement, int at)
    {
        if (_parts.Count <= FewParts)
        {
            for (var known = 0; known < _parts.Count; known++)
            {
                if (ReferenceEquals(_parts[known].Measurement, measurement))
                    return known;
            }
        }

        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, measurement, out var isKnown);
        if (isKnown)
            return index;

        index = _parts.Count;
        _parts.Add(new MeasurementPart(measurement, at, 0));
        _last.Add(at);
        return index;
    }
}
