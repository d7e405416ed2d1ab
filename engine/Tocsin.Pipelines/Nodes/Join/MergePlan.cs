using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>Which field of which parent goes where, for one combination of layouts.</summary>
internal sealed class MergePlan
{
    // The fields of each parent: of its point, or of what stands for it.
    private readonly FieldLayout[] _layouts;
    private readonly bool[] _isMissing;
    private readonly FieldLayout _target = FieldLayout.Empty;
    private readonly int[][] _slots;
    private readonly long[]? _filled;
    private readonly bool _hasTexts;

    public MergePlan(Point?[] points, ReadOnlySpan<FieldLayout> missing, IReadOnlyList<string> prefixes, string delimiter, JoinFill fill)
    {
        _layouts = new FieldLayout[points.Length];
        _isMissing = Array.ConvertAll(points, point => point is null);
        for (var i = 0; i < points.Length; i++)
        {
            _layouts[i] = points[i]?.Layout ?? missing[i];
            for (var slot = 0; slot < _layouts[i].Count; slot++)
                _target = _target.With(NameOf(i, slot), _isMissing[i] ? fill.Type : _layouts[i].TypeAt(slot));
        }

        // Looked up at the end: without a delimiter two parents may have a field of one name, and the later counts.
        _slots = new int[points.Length][];
        for (var i = 0; i < points.Length; i++)
            _slots[i] = [.. Enumerable.Range(0, _layouts[i].Count).Select(slot => _target.IndexOf(NameOf(i, slot)))];

        for (var slot = 0; slot < _target.Count; slot++)
            _hasTexts |= _target.TypeAt(slot) == FieldType.String;
        if (!_isMissing.Contains(true))
            return;

        _filled = new long[_target.Count];
        for (var i = 0; i < points.Length; i++)
        {
            foreach (var slot in _isMissing[i] ? _slots[i] : [])
                _filled[slot] = fill.Bits;
        }

        string NameOf(int parent, int slot) => prefixes[parent] + delimiter + _layouts[parent].NameAt(slot);
    }

    /// <summary>True when the plan was made for points of these layouts.</summary>
    public bool Fits(Point?[] points, ReadOnlySpan<FieldLayout> missing)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (_isMissing[i] != points[i] is null || !ReferenceEquals(points[i]?.Layout ?? missing[i], _layouts[i]))
                return false;
        }

        return true;
    }

    /// <summary>Puts the fields of the points into another, which is pooled or unfilled.</summary>
    public void Merge(Point target, Series series, long time, Point?[] points)
    {
        target.Reset(series, _target);
        target.Time = time;
        var numbers = target.Numbers;
        _filled?.CopyTo(numbers, 0);
        if (_hasTexts)
        {
            target.EnsureTexts(_target.Count);
            Array.Clear(target.Texts, 0, _target.Count);
        }

        string?[] texts = _hasTexts ? target.Texts : [];
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i] is { } point)
                Copy(point, _slots[i], numbers, texts);
        }
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
