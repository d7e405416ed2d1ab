using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Delete;

/// <summary>Leaves fields out of points of one layout.</summary>
internal sealed class DeleteFields
{
    private readonly FieldLayout _from;
    private readonly FieldLayout _to = FieldLayout.Empty;
    private readonly int[] _kept;
    private readonly bool _hasTexts;

    public DeleteFields(FieldLayout layout, IReadOnlyList<string> names)
    {
        _from = layout;
        _kept = [.. Enumerable.Range(0, layout.Count).Where(slot => !names.Contains(layout.NameAt(slot)))];
        foreach (var slot in _kept)
        {
            _to = _to.With(layout.NameAt(slot), layout.TypeAt(slot));
            _hasTexts |= layout.TypeAt(slot) == FieldType.String;
        }
    }

    /// <summary>Fields that such points lose.</summary>
    public int Count => _from.Count - _kept.Length;

    /// <summary>The point without the fields, in a series.</summary>
    public Point Remove(Point point, Series series)
    {
        if (Count == 0)
            return ReferenceEquals(series, point.Series) ? point : point.With(series, point.Time);

        var numbers = new long[_kept.Length];
        var texts = _hasTexts ? new string?[_kept.Length] : [];
        for (var i = 0; i < _kept.Length; i++)
        {
            numbers[i] = point.Numbers[_kept[i]];
            if (_hasTexts && _kept[i] < point.Texts.Length)
                texts[i] = point.Texts[_kept[i]];
        }

        return Point.Create(series, point.Time, _to, numbers, texts);
    }
}
