using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Nodes.GroupBy;
using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Nodes.From;

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

    [NotInScript]
    public Grouping Grouping { get; private set; } = Grouping.None;

    /// <summary>Groups by tags, or by all with <c>*</c>. The last call counts.</summary>
    [ScriptMethod]
    public void GroupBy(params object[] dimensions) => Grouping = Grouping.WithArguments(dimensions);

    /// <summary>Tells groups apart by measurement too.</summary>
    [ScriptMethod]
    public void GroupByMeasurement() => Grouping = Grouping with { IsByName = true };

    public override Processor CreateProcessor(NodeContext context) => new FromProcessor(this, context);
}
