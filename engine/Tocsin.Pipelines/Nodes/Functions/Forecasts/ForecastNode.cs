using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Nodes.Functions.Sets;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Forecasts;

/// <summary>
/// A forecast from the points of a batch, one number for each interval; numbers that are missing are bridged. Results have times of their own.
/// With less than two points, or less than a season of them, the batch is empty.
/// </summary>
internal abstract class ForecastNode : FunctionNode
{
    private const long MostPoints = 1_000_000;
    private const long LongestSeason = 10_000;

    private protected ForecastNode(string function, string field, long h, long m, Duration interval)
        : base(function, field)
    {
        H = h;
        M = m;
        Interval = interval;
    }

    /// <summary>Points to forecast; none when zero.</summary>
    public long H { get; }

    /// <summary>Points of one season; below 2 there are no seasons.</summary>
    public long M { get; }

    /// <summary>Time between two points; positive.</summary>
    public Duration Interval { get; }

    private protected abstract bool IncludesFit { get; }

    public override void Validate(NodeProblems problems)
    {
        if (Interval <= Duration.Zero)
            problems.Error($"the interval between points must be positive, not {Interval}");
        if (H <= 0 && !IncludesFit)
            problems.WarningOfValue("TS3963", $"{H} points to forecast: nothing comes of it", "write how many you want, or holtWintersWithFit for the fitted values alone");
        if (H > MostPoints)
            problems.Error($"{H} points to forecast are too many: at most {MostPoints}");
        if (M > LongestSeason)
            problems.Error($"a season of {M} points is too long: at most {LongestSeason}", "use a longer interval");
    }

    public override Processor CreateProcessor(NodeContext context) =>
        new SetProcessor(this, context, () => new ForecastReducer((int)Math.Max(0, H), (int)Math.Max(0, M), Interval.Nanoseconds, IncludesFit));

    private protected override ValueKind? ResultOf(ValueKind? field) => ValueKind.Float;
}
