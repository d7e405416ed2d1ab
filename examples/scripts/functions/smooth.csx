// @smooth('field').factor(0.3): a moving average that weighs newer points more. Each group has an instance of its own.
[PipelineFunction("smooth")]
public sealed class Smooth(SmoothOptions options) : IStreamFunction
{
    private double? _average;

    public void OnPoint(PointView point, PointOutput output)
    {
        if (!point.TryGetNumber(options.Field, out var value))
            return;

        _average = _average is { } before ? before + options.Factor * (value - before) : value;
        output.Change(point).Set(options.Field, _average.Value).Emit();
    }
}

[FunctionOptions]
public sealed record SmoothOptions
{
    [ScriptProperty("field", IsArgument = true)]
    public required string Field { get; init; }

    public double Factor { get; init; } = 0.5;
}
