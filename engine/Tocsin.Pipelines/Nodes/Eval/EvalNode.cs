using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Eval;

/// <summary>
/// Evaluates expressions for each point and makes their results its fields. A later expression sees the results of earlier ones under the
/// names given with <see cref="As"/>; where the point has a field or tag of that name, it sees that one, which then also replaces the result.
/// A point for which an expression has no value is an error and dropped; <c>.quiet()</c> keeps such errors out of the node's count too.
/// </summary>
/// <param name="expressions">In the order in which they are evaluated.</param>
/// <example><code>stream|from().measurement('cpu')|eval(lambda: 100.0 - "idle").as('used').keep('used', 'cores')</code></example>
[Node("eval")]
internal sealed class EvalNode(params LambdaExpression[] expressions) : ProcessingNode
{
    [NotInScript]
    public IReadOnlyList<LambdaExpression> Expressions { get; } = expressions;

    /// <summary>The results' names, one for each expression.</summary>
    [NotInScript]
    public IReadOnlyList<string> ResultNames { get; private set; } = [];

    /// <summary>Results that become tags.</summary>
    [NotInScript]
    public IReadOnlyList<string> TagNames { get; private set; } = [];

    /// <summary>Null when only results are kept, empty when everything is, else exactly the fields that are.</summary>
    [NotInScript]
    public IReadOnlyList<string>? KeptNames { get; private set; }

    /// <summary>Names the results, in the order of the expressions. The last call counts.</summary>
    [ScriptMethod]
    public void As(params string[] names) => ResultNames = names;

    /// <summary>Makes tags of some results, which must be strings. They are fields no longer, unless <see cref="Keep"/> says so.</summary>
    [ScriptMethod]
    public void Tags(params string[] names) => TagNames = names;

    /// <summary>Keeps the point's own fields beside the results, or exactly the fields named.</summary>
    [ScriptMethod]
    public void Keep(params string[] fields) => KeptNames = fields;

    public override void Validate(NodeProblems problems)
    {
        if (ResultNames.Count != Expressions.Count)
        {
            problems.Error(
                $"must specify same number of expressions and .as() names: got {ResultNames.Count} as names, and {Expressions.Count} expressions.",
                "give one name for each lambda");
        }

        if (Expressions.Count > LineProtocolReader.MostFields)
            problems.Error($"{Expressions.Count} expressions make more fields than a point may have ({LineProtocolReader.MostFields})", "make several tasks of it");
        foreach (var tag in TagNames.Except(ResultNames))
            problems.Error($"invalid tag name \"{tag}\": it is not one of the .as() names", "name the result first, then make it a tag");
    }

    public override KnownData Follow(NodeFlow flow)
    {
        var data = flow.Input;
        for (var i = 0; i < Expressions.Count; i++)
        {
            data = data.WithField(ResultNames[i], flow.Read(Expressions[i], data));
        }

        WarnOfUnkept(flow);
        return data with { Fields = FieldsOf(flow.Input.Fields), Kinds = data.Kinds.RemoveRange(TagNames), Tags = flow.Input.Tags.With(TagNames) };
    }

    public override Processor CreateProcessor(NodeContext context) => new EvalProcessor(
        this, [.. Expressions.Select((lambda, index) => context.Compile(lambda, $"eval, '{ResultNames[index]}'"))], context);

    private KnownNames FieldsOf(KnownNames input) => KeptNames switch
    {
        null => KnownNames.Only(ResultNames.Except(TagNames), "eval keeps only its results unless .keep() says otherwise"),
        [] => input.With(ResultNames.Except(TagNames)),
        _ => KnownNames.Only(KeptNames, $"eval keeps only {KnownNames.Quoted(KeptNames)}"),
    };

    // A result that is neither kept nor used for another one nor a tag was computed for nothing.
    private void WarnOfUnkept(NodeFlow flow)
    {
        if (KeptNames is not { Count: > 0 })
            return;
        var used = KeptNames.Concat(TagNames).ToHashSet(StringComparer.Ordinal);
        for (var i = Expressions.Count - 1; i >= 0; i--)
        {
            if (!used.Contains(ResultNames[i]))
            {
                flow.Warning(
                    "TS3304", $"'{ResultNames[i]}' is computed and not kept: keep() names {KnownNames.Quoted(KeptNames)} only",
                    $"add '{ResultNames[i]}' to keep(), or write keep() to keep all", "keep");
            }

            used.UnionWith(NodeFlow.NamesIn(Expressions[i]));
        }

        foreach (var name in KeptNames.Where(name => !ResultNames.Contains(name)))
            flow.ReadField(name, "keep");
    }
}
