using Tocsin.Sdk.Functions;

namespace RoomFunctions;

/// <summary>What a script says of <c>@streak()</c>.</summary>
[FunctionOptions]
public sealed record StreakOptions
{
    /// <summary>The field that is looked at.</summary>
    public required string Field { get; init; }

    /// <summary>The value that the field has to reach. Default 0.</summary>
    public double AtLeast { get; init; }
}

/// <summary>Counts the points in a row whose field reaches a value, for each group, in the field <c>streak</c>.</summary>
[PipelineFunction("streak")]
public sealed class Streak(StreakOptions options) : IStreamFunction
{
    private long _streak;

    public void OnPoint(PointView point, PointOutput output)
    {
        if (!point.TryGetNumber(options.Field, out var value))
            return;
        _streak = value >= options.AtLeast ? _streak + 1 : 0;
        output.Change(point).Set("streak", _streak).Emit();
    }
}
