using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Nodes.Query.Ticks;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>A node that asks an InfluxDB again and again.</summary>
internal abstract class ScheduledNode : ProcessingNode
{
    private static readonly Duration Shortest = Duration.FromMilliseconds(10);

    /// <summary>The span of time that is asked for: it ends at the time of the query, less <see cref="Offset"/>.</summary>
    public Duration Period { get; set; }

    /// <summary>How often the query is made. The first one is made after this time.</summary>
    public Duration Every { get; set; }

    /// <summary>
    /// When the query is made, in place of <see cref="Every"/>: minute, hour, day of the month, month, day of the week, and a sixth field for
    /// the year; with seven fields the first is the second. In the server's time zone.
    /// </summary>
    public string Cron { get; set; } = "";

    /// <summary>How far back the span of time is moved, for data that comes late.</summary>
    public Duration Offset { get; set; }

    /// <summary>The name of the InfluxDB, from the section <c>influxdb</c> of the configuration. Default: the default one.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>True after <c>.align()</c>.</summary>
    [NotInScript]
    public bool IsAligned { get; set; }

    /// <summary>Makes the query at whole multiples of <see cref="Every"/>, counted from the year 1, instead of from the start of the task.</summary>
    [ScriptMethod]
    public void Align() => IsAligned = true;

    public override void Validate(NodeProblems problems)
    {
        if (Period < Duration.Zero)
            problems.Error($"the period {Period} cannot be negative");
        if (Every < Duration.Zero)
            problems.Error($"every {Every} cannot be negative");
        if (Every > Duration.Zero && Every < Shortest)
            problems.ErrorOfValue($"every {Every} is too short", $"ask every {Shortest} at most", "every");
        if (Every > Duration.Zero && Cron.Length > 0)
            problems.Error("every and cron exclude each other", "keep one of them");
        if (Every == Duration.Zero && Cron.Length == 0)
            problems.ErrorOfValue("nothing says when the query is made", new WayOut("add .every(1m) or .cron('0 * * * *')", Remedy.Add(".every(1m)")));
        if (WhyNoCron(out var ticks) is { } why)
            problems.ErrorOfValue($"'{Cron}' is not a cron expression: {why}", "give minute, hour, day of the month, month and day of the week, such as '0 8 * * MON-FRI'", "cron");
        else if (ticks is not null)
            CheckDates(ticks, problems);
    }

    // Whether a year has passed depends on the day: a task that was good once is not refused for it.
    private void CheckDates(CronTicks ticks, NodeProblems problems)
    {
        if (ticks.Next(0) is null)
            problems.ErrorOfValue($"'{Cron}' is a time that never comes", "name a day that the month has, such as 28 for February", "cron");
        else if (ticks.Next(Instant.From(TimeProvider.System.GetUtcNow()).UnixNanoseconds) is null)
            problems.WarningOfValue("TS3730", $"'{Cron}' is a time in the past: the query is never made", new WayOut("name years to come, or leave the field out", Remedy.Literal(Cron, $"'{Cron.TrimEnd()[..Math.Max(0, Cron.TrimEnd().LastIndexOf(' '))]}'")), "cron");
    }

    internal override void CheckServer(ServerCheck check)
    {
        if (check.Surroundings.WhyNoInflux?.Invoke(Cluster) is { } why)
            check.Found.Warning("TS3606", check.Node.SpanOf("cluster"), $"{check.Node.Name}: {why}", "until then the task waits");
    }

    /// <summary>When the query is made.</summary>
    internal ITicks TicksIn(TimeZoneInfo zone) => Cron.Length > 0 ? CronTicks.Parse(Cron, zone) : new EveryTicks(Every, IsAligned);

    private string? WhyNoCron(out CronTicks? ticks)
    {
        ticks = null;
        try
        {
            ticks = Cron.Length > 0 ? CronTicks.Parse(Cron, TimeZoneInfo.Utc) : null;
            return null;
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException)
        {
            return problem.Message;
        }
    }
}
