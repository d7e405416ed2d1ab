using Tocsin.Dsl.Data;
using Tocsin.Engine.Data;

namespace Tocsin.Engine.Nodes.Join;

/// <summary>Which field of which parent goes where, for one combination of layouts.</summary>
internal sealed class MergePlan
{
    private readonly FieldLayout?[] _layouts;
    private readonly FieldLayout? _missing;
    private readonly FieldLayout _target = FieldLayout.Empty;
    private readonly int[][] _slots;
    private readonly long[]? _filled;
    private readonly bool _hasTexts;

    public MergePlan(Point?[] points, FieldLayout missing, IReadOnlyList<string> prefixes, string delimiter, JoinFill fill)
    {
        _layouts = Array.ConvertAll(points, point => point?.Layout);
        _missing = Array.Exists(points, point => point is null) ? missing : null;
        for (var i = 0; i < points.Length; i++)
        {
            var source = _layouts[i] ?? missing;
            for (var slot = 0; slot < source.Count; slot++)
                _target = _target.With(NameOf(i, source, slot), _layouts[i] is null ? fill.Type : source.TypeAt(slot));
        }

        // Looked up at the end: without a delimiter two parents may have a field of one name, and the later counts.
        _slots = new int[points.Length][];
        for (var i = 0; i < points.Length; i++)
        {
            var source = _layouts[i] ?? missing;
            _slots[i] = [.. Enumerable.Range(0, source.Count).Select(slot => _target.IndexOf(NameOf(i, source, slot)))];
        }

        for (var slot = 0; slot < _target.Count; slot++)
            _hasTexts |= _target.TypeAt(slot) == FieldType.String;
        if (_missing is null)
            return;

        _filled = new long[_target.Count];
        for (var i = 0; i < points.Length; i++)
        {
            if (_layouts[i] is not null)
                continue;
            foreach (var slot in _slots[i])
                _filled[slot] = fill.Bits;
        }

        string NameOf(int parent, FieldLayout source, int slot) => prefixes[parent] + delimiter + source.NameAt(slot);
    }

    /// <summary>True when the plan was made for points of these layouts.</summary>
    public bool Fits(Point?[] points, FieldLayout missing)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (!ReferenceEquals(points[i]?.Layout, _layouts[i]))
                return false;
        }

        return _missing is null || ReferenceEquals(missing, _missing);
    }

    public Point Merge(Series series, long time, Point?[] points)
    {
        var numbers = _filled is null ? new long[_target.Count] : (long[])_filled.Clone();
        string?[] texts = _hasTexts ? new string?[_target.Count] : [];
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i] is { } point)
                Copy(point, _slots[i], numbers, texts);
        }

        return Point.Create(series, time, _target, numbers, texts);
    }

    private static void Copy(Point point, int[] slots, long[] numbers, string?[] texts)
    {
        var source = point.Numbers;
        for (var slot = 0; slot < slots.Length; slot++)
            numbers[slots[slot]] = source[slot];
        if (texts.Length == 0)
            return;

        var sourceTexts = point.Texts;
        for (var slot = 0; slot < slots.Length && slot < sourceTexts.Length; slot++)
            texts[slots[slot]] = sourceTexts[slot];
    }
}
