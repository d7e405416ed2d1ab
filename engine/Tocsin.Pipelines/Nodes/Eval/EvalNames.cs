using Tocsin.Dsl.Lambda.Expressions;

namespace Tocsin.Pipelines.Nodes.Eval;

/// <summary>The names an eval node gives, reads and keeps.</summary>
internal sealed class EvalNames
{
    private readonly Dictionary<string, int> _lastResults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lastReaders = new(StringComparer.Ordinal);

    public EvalNames(EvalNode node, CompiledExpression[] expressions)
    {
        Results = [.. node.ResultNames];
        for (var i = 0; i < Results.Length; i++)
            _lastResults[Results[i]] = i;
        for (var i = 0; i < expressions.Length; i++)
        {
            foreach (var name in expressions[i].References)
                _lastReaders[name] = i;
        }

        Tags = node.TagNames;
        Kept = node.KeptNames;
        HaveReaders = Results.Where((name, index) => IsReadAfter(name, index)).Any();
    }

    /// <summary>By expression.</summary>
    public string[] Results { get; }

    public IReadOnlyList<string> Tags { get; }

    /// <inheritdoc cref="EvalNode.KeptNames"/>
    public IReadOnlyList<string>? Kept { get; }

    /// <summary>True when an expression mentions the name of an earlier result.</summary>
    public bool HaveReaders { get; }

    /// <summary>True when an expression after this one mentions the name as a field or tag.</summary>
    public bool IsReadAfter(string name, int index) =>
        name != "time" && _lastReaders.TryGetValue(name, out var last) && last > index;

    /// <summary>The last expression whose result has a name; -1 when none has.</summary>
    public int LastResult(string name) => _lastResults.GetValueOrDefault(name, -1);

    /// <summary>True when any expression mentions the name as a field or tag.</summary>
    public bool IsRead(string name) => IsReadAfter(name, -1);
}
