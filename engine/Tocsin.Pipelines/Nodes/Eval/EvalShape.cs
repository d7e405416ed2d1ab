using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;

namespace Tocsin.Pipelines.Nodes.Eval;

/// <summary>What an eval node does with points of the same fields and tag names.</summary>
internal sealed class EvalShape
{
    private readonly EvalNames _names;
    private readonly bool[] _isVisible;
    private readonly List<EvalOutput> _outputs = [];

    public EvalShape(EvalNames names, FieldLayout layout, TagKeys tags)
    {
        _names = names;
        Layout = layout;
        Tags = tags;
        _isVisible = [.. names.Results.Select(name => layout.IndexOf(name) < 0 && tags.IndexOf(name) < 0)];
    }

    public FieldLayout Layout { get; }

    public TagKeys Tags { get; }

    /// <summary>True when later expressions see this result, because the point has nothing of that name itself.</summary>
    public bool IsVisible(int expression) => _isVisible[expression];

    /// <summary>What to make of results of these kinds.</summary>
    public EvalOutput OutputFor(ReadOnlySpan<Value> results)
    {
        foreach (var output in _outputs)
        {
            if (output.Fits(results))
                return output;
        }

        var added = EvalOutput.Create(this, _names, results);
        _outputs.Add(added);
        return added;
    }

    /// <summary>
    /// Where the value of a result's name stands in the end: an expression that reads the name of a field or tag brings the original back.
    /// </summary>
    public EvalSource SourceOfResult(string name)
    {
        var last = _names.LastResult(name);
        return _names.IsReadAfter(name, last) && SourceInPoint(name) is { } original ? original : new EvalSource(EvalOrigin.Result, last);
    }

    /// <summary>Where a name that <c>keep</c> lists comes from, or null when there is nothing of that name.</summary>
    public EvalSource? SourceOfKept(string name)
    {
        if (_names.LastResult(name) >= 0)
            return SourceOfResult(name);

        // A tag is known by the names the expressions mention only.
        return SourceInPoint(name) is { } source && (source.Origin == EvalOrigin.Field || _names.IsRead(name)) ? source : null;
    }

    private EvalSource? SourceInPoint(string name)
    {
        if (Layout.IndexOf(name) is >= 0 and var slot)
            return new EvalSource(EvalOrigin.Field, slot);
        return Tags.IndexOf(name) is >= 0 and var tag ? new EvalSource(EvalOrigin.Tag, tag) : null;
    }
}
