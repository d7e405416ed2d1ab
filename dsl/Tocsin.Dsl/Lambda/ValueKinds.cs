using System.Text.RegularExpressions;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda;

/// <summary>Names of value kinds, and the way to them from the types that evaluators work with.</summary>
public static class ValueKinds
{
    /// <summary>The name that error messages use: <c>int</c>, <c>boolean</c>.</summary>
    public static string Name(this ValueKind kind) => kind switch
    {
        ValueKind.Missing => "missing",
        ValueKind.Float => "float",
        ValueKind.Integer => "int",
        ValueKind.String => "string",
        ValueKind.Boolean => "boolean",
        ValueKind.Duration => "duration",
        ValueKind.Regex => "regex",
        _ => "time",
    };

    /// <summary>The kind that evaluators of <typeparamref name="T"/> yield.</summary>
    internal static ValueKind Of<T>() => Kind<T>.Value;

    internal static ValueKind Of(Type type)
    {
        if (type == typeof(double))
            return ValueKind.Float;
        if (type == typeof(long))
            return ValueKind.Integer;
        if (type == typeof(string))
            return ValueKind.String;
        if (type == typeof(bool))
            return ValueKind.Boolean;
        if (type == typeof(Duration))
            return ValueKind.Duration;
        if (type == typeof(Regex))
            return ValueKind.Regex;
        return type == typeof(Instant)
            ? ValueKind.Time
            : throw new ArgumentException($"Expressions have no values of type {type}; use double, long, string, bool, Duration, Regex or Instant.");
    }

    private static class Kind<T>
    {
        public static readonly ValueKind Value = Of(typeof(T));
    }
}
