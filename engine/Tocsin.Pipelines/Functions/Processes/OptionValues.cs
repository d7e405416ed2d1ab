using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Functions.Processes.Wire;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>The types of values that options of functions can have, in scripts and on the wire.</summary>
internal static class OptionValues
{
    /// <summary>What a script gives for it.</summary>
    public static ParameterDescriptor ParameterOf(Wire.ValueType type, int index) => new($"value{index + 1}", type switch
    {
        Wire.ValueType.Bool => typeof(bool),
        Wire.ValueType.Int => typeof(long),
        Wire.ValueType.Double => typeof(double),
        Wire.ValueType.String => typeof(string),
        _ => typeof(Duration),
    });

    /// <summary>A value of a script as functions read it.</summary>
    public static OptionValue Of(object? value) => value switch
    {
        bool flag => new OptionValue { Type = Wire.ValueType.Bool, BoolValue = flag },
        long number => new OptionValue { Type = Wire.ValueType.Int, IntValue = number },
        double number => new OptionValue { Type = Wire.ValueType.Double, DoubleValue = number },
        Duration duration => new OptionValue { Type = Wire.ValueType.Duration, DurationValue = duration.Nanoseconds },
        _ => new OptionValue { Type = Wire.ValueType.String, StringValue = value as string ?? "" },
    };

    /// <summary>For people: <c>duration</c>.</summary>
    public static string Text(Wire.ValueType type) => type switch
    {
        Wire.ValueType.Bool => "true or false",
        Wire.ValueType.Int => "whole number",
        Wire.ValueType.Double => "number",
        Wire.ValueType.String => "text",
        _ => "duration",
    };
}
