using Tocsin.Dsl.Lambda;

namespace Tocsin.Engine.Nodes.Eval;

/// <summary>The names an eval node gives, reads and keeps.</summary>
internal sealed class EvalNames
{
    private readonly CompiledExpression[] _expressions;

    public EvalNames(EvalNode node, CompiledExpression[] expressions)
    {
        _expressions = expressions;
        Results = [.. node.ResultNames];
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
        name != "time" && _expressions.Skip(index + 1).Any(expression => expression.References.Contains(name));

    /// <summary>True when any expression mentions the name as a field or tag.</summary>
    public bool IsRead(string name) => IsReadAfter(name, -1);
}
