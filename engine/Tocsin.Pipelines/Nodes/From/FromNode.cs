using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Nodes.GroupBy;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.From;

/// <summary>Chooses points of the stream by measurement, origin and a condition, and groups them.</summary>
/// <example><code>stream|from().measurement('cpu').where(lambda: "host" != 'test').groupBy('host')</code></example>
[Node("from", Wants = EdgeKind.Stream, Provides = EdgeKind.Stream, Follows = ["stream", "from"])]
public sealed class FromNode : ProcessingNode
{
    /// <summary>The measurement wanted; empty, the default, takes all.</summary>
    public string Measurement { get; set; } = "";

    /// <summary>The database wanted; empty, the default, takes all that the task reads.</summary>
    public string Database { get; set; } = "";

    /// <summary>The retention policy wanted; empty, the default, takes all that the task reads.</summary>
    public string RetentionPolicy { get; set; } = "";

    /// <summary>Rounds times down to a multiple of this. Zero, the default, leaves them as they are.</summary>
    public Duration Truncate { get; set; }

    /// <summary>Rounds times to the nearest multiple of this, after <see cref="Truncate"/>. Zero, the default, leaves them as they are.</summary>
    public Duration Round { get; set; }

    /// <summary>What points must meet, or null when all are wanted.</summary>
    [NotInScript]
    public LambdaExpression? Condition { get; private set; }

    [NotInScript]
    public Grouping Grouping { get; private set; } = Grouping.None;

    /// <summary>
    /// Takes only points that meet a condition; of several conditions they must meet all. Times are looked at before they are rounded.
    /// Functions that remember, such as <c>count()</c>, remember across all points of the node.
    /// </summary>
    [ScriptMethod]
    public void Where(LambdaExpression condition) => Condition = Condition is null ? condition : Both(Condition, condition);

    /// <summary>Groups by tags, or by all with <c>*</c>. The last call counts.</summary>
    [ScriptMethod]
    public void GroupBy(params object[] dimensions) => Grouping = Grouping.WithArguments(dimensions);

    /// <summary>Groups by measurement as well.</summary>
    [ScriptMethod]
    public void GroupByMeasurement() => Grouping = Grouping with { IsByName = true };

    public override KnownData Follow(NodeFlow flow)
    {
        var taken = flow.Input with { Measurement = Measurement.Length > 0 ? Measurement : flow.Input.Measurement };
        flow.Condition(Condition, "where", taken);
        if (Measurement.Length > 0 && flow.Input.Measurement is { } only && only != Measurement)
            flow.Warning("TS3682", $"all points that come here are of the measurement '{only}': none of '{Measurement}' ever does", new WayOut("remove one of the two, or begin with stream|from()", Remedy.Remove()), "measurement");
        if (Measurement.Length > 0)
            flow.ReadMeasurement(Measurement, "measurement");
        foreach (var tag in Grouping.TagNames)
            flow.ReadTag(tag, taken, "groupBy");
        return taken with { Dimensions = Grouping.Known, Groups = Grouping.Groups, FixedTags = flow.Input.FixedTags.Union(FixedTags.In(Condition)) };
    }

    internal override void CheckServer(ServerCheck check)
    {
        if (check.Dbrps is { Count: > 0 } dbrps && WhyNothing(dbrps) is { } nothing)
        {
            check.Found.Warning(
                "TS3682", check.Node.SpanOf(Database.Length > 0 ? "database" : "retentionPolicy"), $"{check.Node.Name}: {nothing}",
                "correct the name, or let the task read it: dbrp \"database\".\"policy\" at the beginning of the script, or -dbrp");
        }
    }

    /// <summary>True when points of there are wanted.</summary>
    internal bool Reads(string database, string retentionPolicy) =>
        (Database.Length == 0 || Database == database) && (RetentionPolicy.Length == 0 || RetentionPolicy == retentionPolicy);

    public override Processor CreateProcessor(NodeContext context) => new FromProcessor(this, context);

    // Why a task that reads these gives the node no point; null when it may.
    private string? WhyNothing(IReadOnlyList<Dbrp> dbrps) => dbrps.Any(dbrp => Reads(dbrp.Database, dbrp.RetentionPolicy)) ? null
        : $"it takes points of {string.Join(" and ", Origin)}, and the task reads {string.Join(", ", dbrps)} only: none ever comes";

    private IEnumerable<string> Origin =>
    [
        .. Database.Length > 0 ? [$"the database '{Database}'"] : Array.Empty<string>(),
        .. RetentionPolicy.Length > 0 ? [$"the retention policy '{RetentionPolicy}'"] : Array.Empty<string>(),
    ];

    // One expression instead of two: what their functions remember is then shared, as it is within any expression.
    private static LambdaExpression Both(LambdaExpression first, LambdaExpression second)
    {
        var span = second.Body.Span;
        return new LambdaExpression(new BinarySyntax(span, first.Body, BinaryOperator.And, span.Start, second.Body, IsMultiline: false));
    }
}
