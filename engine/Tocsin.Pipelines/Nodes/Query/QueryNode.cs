using System.Collections.Immutable;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Influx.InfluxQL;
using Tocsin.Influx.InfluxQL.Parsing;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>
/// Asks an InfluxDB for the data of a span of time, again and again, and passes on each series of the answer as a batch. The query is one
/// SELECT whose measurements are fully qualified, with a database and retention policy of the task. The span of time is added to its
/// conditions; groups and filling are those of the node. Numbers become floats, whatever they are in InfluxDB. A query that fails is counted
/// and made again at its next time; one that takes longer than <see cref="ScheduledNode.Every"/> is not overtaken by the next.
/// </summary>
/// <example><code>
/// batch|query('SELECT mean(usage_user) FROM "telegraf"."autogen"."cpu" WHERE cpu = \'cpu-total\'')
///     .period(10m).every(5m).groupBy(time(1m), 'host').fill('none')
///     |alert().crit(lambda: "mean" > 90)
/// </code></example>
[Node("query", Wants = EdgeKind.None, Provides = EdgeKind.Batch, Follows = ["batch"])]
internal sealed class QueryNode : ScheduledNode
{
    /// <param name="query">One SELECT of InfluxQL, without spans of time.</param>
    public QueryNode(string query) => Text = query;

    /// <summary>The query as the script has it.</summary>
    [NotInScript]
    public string Text { get; }

    [NotInScript]
    public QueryGroups Groups { get; private set; } = QueryGroups.None;

    /// <summary>True after <c>.alignGroup()</c>.</summary>
    [NotInScript]
    public bool AlignsGroups { get; private set; }

    /// <summary>
    /// What spans of time without data are given when the query groups by time: <c>'null'</c>, <c>'none'</c>, <c>'previous'</c>,
    /// <c>'linear'</c> or a number. Default: what InfluxDB does, which is <c>'null'</c>.
    /// </summary>
    public object Fill { get; set; } = "";

    /// <summary>
    /// Groups by tags, by <c>*</c> for all of them, and by spans of time with <c>time(1m)</c> or a duration. Replaces what the query says.
    /// </summary>
    [ScriptMethod]
    public void GroupBy(params object[] dimensions) => Groups = Groups.With(dimensions);

    /// <summary>Groups by measurement as well.</summary>
    [ScriptMethod]
    public void GroupByMeasurement() => Groups = Groups with { IsByName = true };

    /// <summary>Begins the spans of time of <see cref="GroupBy"/> with the span that is asked for.</summary>
    [ScriptMethod]
    public void AlignGroup() => AlignsGroups = true;

    public override void Validate(NodeProblems problems)
    {
        base.Validate(problems);
        if (QueryFill.TextOf(Fill) is null)
            problems.ErrorOfValue($"it cannot fill with {ScriptArgumentException.Describe(Fill)}", "write 'null', 'none', 'previous', 'linear' or a number", "fill");
        if (Period == Duration.Zero)
            problems.WarningOfValue("TS3601", "the period is 0: no data is asked for", new WayOut("say how far back to look: .period(5m)", Remedy.Add(".period(5m)")));
        Check(problems);
    }

    public override KnownData Follow(NodeFlow flow)
    {
        var select = ReadOrNull();
        var data = new KnownData
        {
            Tags = Groups.Known,
            Dimensions = Groups.Known,
            Groups = Groups.Groups,
            Measurement = select?.Sources is [{ Measurement: var only }] && !only.StartsWith('/') ? only : null,
        };
        return select?.Columns is not { } columns ? data : data with
        {
            Fields = KnownNames.Only(columns.Select(column => column.Name), $"the query selects {KnownNames.Quoted([.. columns.Select(column => column.Name)])} only"),
            Kinds = columns.Where(column => column.IsNumber).DistinctBy(column => column.Name).ToImmutableDictionary(column => column.Name, _ => ValueKind.Float),
        };
    }

    /// <exception cref="TaskStartException">The query cannot be asked, or reads what the task does not.</exception>
    public override Processor CreateProcessor(NodeContext context)
    {
        try
        {
            var select = QueryReader.Read(Text);
            QuerySources.Check(select, context);
            return new QueryProcessor(this, context, new InfluxQuestion(this, select));
        }
        catch (QueryTextException problem)
        {
            throw new TaskStartException(problem.Message);
        }
    }

    internal override void CheckServer(ServerCheck check)
    {
        if (check.Dbrps is { Count: > 0 } dbrps && WhyForeign(dbrps) is { } foreign)
            check.Found.Error("TS3540", check.Node.Span, $"{check.Node.Name}: {foreign}", "until then the task cannot start");
        base.CheckServer(check);
    }

    /// <summary>Why a task that reads these cannot ask the query; null when it can, or when the query itself has a mistake, which <see cref="Validate"/> reports.</summary>
    private string? WhyForeign(IReadOnlyList<Dbrp> dbrps) => ReadOrNull() is { } select ? QuerySources.Foreign(select, dbrps) : null;

    /// <summary>True when InfluxDB writes what is selected.</summary>
    [NotInScript]
    internal bool Writes => ReadOrNull()?.Target is not null;

    private SelectStatement? ReadOrNull()
    {
        try
        {
            return QueryReader.Read(Text);
        }
        catch (QueryTextException)
        {
            return null;
        }
    }

    // As Kapacitor does, a script with a query that cannot be asked is kept, and refused when the task is enabled.
    private void Check(NodeProblems problems)
    {
        try
        {
            var select = QueryReader.Read(Text);
            if (select.Sources.FirstOrDefault(source => source.Database.Length == 0 || source.RetentionPolicy.Length == 0) is { } source)
                problems.WarningOfValue("TS3602", $"the measurement '{source.Measurement}' is not fully qualified: the task cannot be enabled", new WayOut("write \"database\".\"policy\".\"measurement\"", QueryRemedies.Qualify(Text, source)));
            if (select.Target is { } target)
                problems.WarningOfValue("TS3731", $"the query writes what it selects into '{target.Measurement}' each time it is made, and answers with a count", new WayOut("take INTO out of the query, and write with |influxDBOut()", QueryRemedies.WithoutInto(Text)));
            if (select.GroupBy.Count > 0)
                problems.WarningOfValue("TS3603", "GROUP BY of the query is replaced by what .groupBy() says", new WayOut("take it out of the query and write .groupBy(...)", QueryRemedies.WithoutGroupBy(Text)));
            if (select.Fill.Length > 0)
                problems.WarningOfValue("TS3603", "fill() of the query is replaced by what .fill() says", new WayOut("take it out of the query and write .fill(...)", QueryRemedies.WithoutFill(Text)));
            if (Groups.HasTime && !select.HasAggregates)
                problems.WarningOfValue("TS3604", "the query groups by time and computes nothing, which InfluxDB refuses", "select an aggregate such as mean(...), or do not group by time");
            if (QueryFill.TextOf(Fill) is { Length: > 0 } && !Groups.HasTime)
                problems.WarningOfValue("TS3605", "fill does nothing without spans of time to fill", new WayOut("add .groupBy(time(1m)), or remove fill", Remedy.Add(".groupBy(time(1m))")), "fill");
            if (AlignsGroups && !Groups.HasTime)
                problems.WarningOfValue("TS3605", "alignGroup does nothing without spans of time to align", new WayOut("add .groupBy(time(1m)), or remove alignGroup", Remedy.Add(".groupBy(time(1m))")), "alignGroup");
        }
        catch (QueryTextException problem)
        {
            problems.WarningOfValue("TS3600", $"{problem.Message}: the task cannot be enabled", "correct the query");
        }
    }
}
