using System.Collections.Immutable;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Combine;

/// <summary>
/// Makes points of every way to choose one point for each expression among the points of a group that have the same time. The choices are
/// tried in the order of arrival; in each, the first expression takes the first point it is true for, the second the first of the others,
/// and so on. Fields, and tags that are not grouped by, get the name of the expression before their own. The result leaves when a point of
/// another time arrives, within a batch at its end too, and is a stream always.
/// </summary>
/// <param name="expressions">Conditions, one for each point of a combination.</param>
/// <example>
/// <code>stream|from().measurement('req')|combine(lambda: "service" == 'login', lambda: TRUE).as('login', 'other').tolerance(1s)</code>
/// </example>
[Node("combine", Provides = EdgeKind.Stream)]
internal sealed class CombineNode(params LambdaExpression[] expressions) : ProcessingNode
{
    /// <summary>The names of the expressions.</summary>
    [NotInScript]
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Stands between the name of an expression and of a field or tag. Default: a dot.</summary>
    public string Delimiter { get; set; } = ".";

    /// <summary>Times are rounded to multiples of this before they are compared. Zero, the default, leaves them as they are.</summary>
    public Duration Tolerance { get; set; }

    /// <summary>
    /// Combinations that may be tried for the points of one time. Where there are more, none is made and an error counted. Default: 1000000.
    /// </summary>
    public long Max { get; set; } = 1_000_000;

    /// <summary>Names the expressions, in their order. Required.</summary>
    [ScriptMethod]
    public void As(params string[] names) => Names = names;

    public override void Validate(NodeProblems problems)
    {
        if (Max <= 0)
            problems.WarningOfValue("TS3964", $"max({Max}): no combination may be tried, and an error is counted in its place", "write how many may be tried, such as max(1000000)", "max");
        if (Names.Count == 0)
        {
            problems.Error("a call to combine.as() is required to specify the output stream prefixes.", "write .as('a', 'b'): one name per lambda");
            return;
        }

        if (Names.Count != expressions.Length)
        {
            problems.Error(
                $"number of prefixes specified by combine.as() must match the number of combine expressions: {Names.Count} is not {expressions.Length}");
        }

        var known = new HashSet<string>();
        foreach (var name in Names)
            Validate(name, known, problems);
    }

    public override KnownData Follow(NodeFlow flow)
    {
        foreach (var lambda in expressions)
            flow.Read(lambda);
        var prefixes = Names.Select(name => name + Delimiter).ToList();
        var why = $"combine puts the names of .as() and '{Delimiter}' before the names of fields and tags";
        var (fields, tags, dimensions) = (flow.Input.Fields, flow.Input.Tags, flow.Input.Dimensions);
        return flow.Input with
        {
            Fields = KnownNames.Prefixed([.. prefixes.Select(prefix => (prefix, fields))], why),
            Kinds = prefixes.SelectMany(prefix => flow.Input.Kinds.Select(field => KeyValuePair.Create(prefix + field.Key, field.Value))).ToImmutableDictionary(),
            Tags = dimensions.IsClosed ? dimensions.Or(KnownNames.Prefixed([.. prefixes.Select(prefix => (prefix, tags))], why)) : KnownNames.Any,
            FixedTags = [],
        };
    }

    public override Processor CreateProcessor(NodeContext context) =>
        new CombineProcessor(this, [.. expressions.Select(lambda => context.Compile(lambda, "combine"))], context);

    private void Validate(string name, HashSet<string> known, NodeProblems problems)
    {
        if (name.Length == 0)
        {
            problems.Error("must provide a prefix name for the combine node, see .as() property method");
        }
        else if (name.Contains(Delimiter))
        {
            problems.Error(
                $"cannot use name {name} as field prefix, it contains the delimiter character {Delimiter}",
                "choose another name, or another .delimiter(); it cannot be empty");
        }
        else if (!known.Add(name))
        {
            problems.Error($"cannot use the same prefix name twice: {name}, see .as() property method");
        }
    }
}
