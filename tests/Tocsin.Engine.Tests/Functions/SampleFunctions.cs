using Tocsin.Sdk;
using Tocsin.Sdk.Functions;

namespace Tocsin.Engine.Tests.Functions;

/// <summary>Functions as a plugin brings them.</summary>
internal static class SampleFunctions
{
    [LambdaFunction("celsius")]
    public static double Celsius(double fahrenheit) => (fahrenheit - 32) / 1.8;

    [LambdaFunction("celsius")]
    public static double Celsius(long fahrenheit) => Celsius((double)fahrenheit);

    [LambdaFunction("later")]
    public static DateTimeOffset Later(DateTimeOffset time, TimeSpan by) => time + by;

    [LambdaFunction("twice")]
    public static TimeSpan Twice(TimeSpan span) => span * 2;

    [LambdaFunction("between")]
    public static bool Between(double value, double from, double to) => from <= value && value <= to;

    [LambdaFunction("pick")]
    public static string Pick(bool first, string a, string b, long repeat) => string.Concat(Enumerable.Repeat(first ? a : b, (int)repeat));

    [LambdaFunction("answer")]
    public static long Answer() => 42;

    [LambdaFunction("refuse")]
    public static double Refuse(double value) => throw new InvalidDataException($"{value} is not to my liking");

    [LambdaFunction("nothing")]
    public static string Nothing(double value) => value < 0 ? "negative" : null!;
}

[FunctionOptions]
internal sealed record SmoothOptions : ICheckedOptions
{
    public required double Factor { get; init; }

    public string Field { get; init; } = "v";

    public TimeSpan? ResetAfter { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Factor is <= 0 or > 1)
            yield return new OptionProblem("factor", $"{Factor} is not above 0 and at most 1");
    }
}

/// <summary>A moving average that weighs newer points more.</summary>
[PipelineFunction("smooth")]
internal sealed class SmoothFunction(SmoothOptions options) : IStreamFunction, IBatchFunction
{
    private double? _average;

    public void OnPoint(PointView point, PointOutput output)
    {
        if (!point.TryGetNumber(options.Field, out var value))
            return;
        _average = _average is { } average ? average + (options.Factor * (value - average)) : value;
        output.Change(point).Set(options.Field, _average.Value).Emit();
    }

    public void OnBatch(BatchView batch, PointOutput output)
    {
        _average = null;
        foreach (var point in batch)
            OnPoint(point, output);
    }
}

[PipelineFunction("pass")]
internal sealed class PassFunction : IStreamFunction, IBatchFunction
{
    public void OnPoint(PointView point, PointOutput output) => output.Emit(point);

    public void OnBatch(BatchView batch, PointOutput output)
    {
        foreach (var point in batch)
            output.Emit(point);
    }
}

/// <summary>Gathers points until a barrier ends the batch.</summary>
[PipelineFunction("gather")]
internal sealed class GatherFunction : IStreamToBatchFunction
{
    public void OnPoint(PointView point, BatchOutput output) => output.Emit(point);

    public void OnBarrier(DateTimeOffset time, BatchOutput output) => output.EndBatch(time);
}

/// <summary>Says how many points a batch had.</summary>
[PipelineFunction("size")]
internal sealed class SizeFunction : IBatchToStreamFunction
{
    public void OnBatch(BatchView batch, PointOutput output) =>
        output.Create(batch.Name + "_size", batch.Time).Set("n", batch.Count).SetTag("kind", batch.Tag("h") ?? "none").Emit();
}
