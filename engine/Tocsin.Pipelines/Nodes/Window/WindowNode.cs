using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Window;

/// <summary>
/// Gathers the points of each group and passes them on as batches: by data time with <see cref="Period"/> and <see cref="Every"/>, or by
/// number with <see cref="PeriodCount"/> and <see cref="EveryCount"/>. A window by time is the half-open span that ends at the batch's time;
/// it leaves when the first point at or after its end arrives.
/// </summary>
/// <example><code>stream|from().measurement('cpu')|window().period(5m).every(1m)|mean('usage')</code></example>
[Node("window", Wants = EdgeKind.Stream, Provides = EdgeKind.Batch)]
internal sealed class WindowNode : ProcessingNode
{
    /// <summary>Data time one window covers. Required unless <see cref="PeriodCount"/> is set.</summary>
    public Duration Period { get; set; }

    /// <summary>
    /// Data time between two windows. Zero, the default, emits on every point; the window then includes that point and excludes one that is
    /// exactly a period older.
    /// </summary>
    public Duration Every { get; set; }

    /// <summary>Points one window holds. Zero, the default, means windows go by time.</summary>
    public long PeriodCount { get; set; }

    /// <summary>Points between two windows. Required beside <see cref="PeriodCount"/>, and not used without it.</summary>
    public long EveryCount { get; set; }

    /// <summary>True after <c>.align()</c>.</summary>
    [NotInScript]
    public bool IsAligned { get; set; }

    /// <summary>True after <c>.fillPeriod()</c>.</summary>
    [NotInScript]
    public bool FillsPeriod { get; set; }

    /// <summary>Ends windows at whole multiples of <see cref="Every"/>, counted from the year 1, instead of from the first point.</summary>
    [ScriptMethod]
    public void Align() => IsAligned = true;

    /// <summary>Holds the first window back until a whole period has been seen.</summary>
    [ScriptMethod]
    public void FillPeriod() => FillsPeriod = true;

    public override void Validate(NodeProblems problems)
    {
        if (Period < Duration.Zero || Every < Duration.Zero)
            problems.Error($"period {Period} and every {Every} cannot be negative");
        if (PeriodCount < 0)
            problems.Error($"periodCount {PeriodCount} cannot be negative", "give the number of points one window holds");
        if (PeriodCount == 0 && Period == Duration.Zero)
            problems.ErrorOfValue("there is neither a period nor a periodCount", new WayOut("add .period(10s) or .periodCount(100)", Remedy.Add(".period(10s)")));
        if (PeriodCount == 0)
            return;

        if (Period != Duration.Zero)
            problems.Error("period and periodCount exclude each other", "keep one of them: windows go by time or by number");
        if (IsAligned)
            problems.Error("align works for windows by time only", "remove align() or use period and every");
        if (EveryCount <= 0)
            problems.Error($"everyCount must be greater than zero, not {EveryCount}", "periodCount needs everyCount too");
    }

    public override KnownData Follow(NodeFlow flow) => PeriodCount > 0
        ? flow.Input with { IsNeverEmpty = true }
        : flow.Input with { IsNeverEmpty = !flow.Input.GoesOn && Every <= Period, GoesOn = false };

    public override Processor CreateProcessor(NodeContext context) =>
        PeriodCount > 0 ? new CountWindowProcessor(this, context) : new WindowProcessor(this, context);
}
