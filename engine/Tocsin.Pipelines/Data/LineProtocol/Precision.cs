using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>The unit of the times in a write.</summary>
/// <param name="Nanoseconds">Length of the unit.</param>
public readonly record struct Precision(long Nanoseconds)
{
    public static readonly Precision Nanosecond = new(1);

    /// <summary>What a request may say, for messages.</summary>
    public const string Known = "n, u, ms, s, m or h";

    /// <summary>Reads the <c>precision</c> of a request: <c>n u ms s m h</c>, <c>ns</c> and <c>us</c>; none is nanoseconds.</summary>
    /// <returns>False for any other: times of another unit would be points of another century.</returns>
    public static bool TryParse(string? text, out Precision precision)
    {
        (precision, var isKnown) = text switch
        {
            null or "" or "n" or "ns" => (Nanosecond, true),
            "u" or "us" => (new Precision(Duration.Microsecond), true),
            "ms" => (new Precision(Duration.Millisecond), true),
            "s" => (new Precision(Duration.Second), true),
            "m" => (new Precision(Duration.Minute), true),
            "h" => (new Precision(Duration.Hour), true),
            _ => (Nanosecond, false),
        };
        return isKnown;
    }

    /// <summary>The same for one that is known to be right.</summary>
    public static Precision Parse(string? text) =>
        TryParse(text, out var precision) ? precision : throw new ArgumentException($"the precision must be {Known}, not '{text}'", nameof(text));
}
