using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>The unit of the times in a write.</summary>
/// <param name="Nanoseconds">Length of the unit.</param>
public readonly record struct Precision(long Nanoseconds)
{
    public static readonly Precision Nanosecond = new(1);

    /// <summary>Reads the <c>precision</c> of a request: <c>n u ms s m h</c>; anything else is nanoseconds.</summary>
    public static Precision Parse(string? text) => text switch
    {
        "u" => new Precision(Duration.Microsecond),
        "ms" => new Precision(Duration.Millisecond),
        "s" => new Precision(Duration.Second),
        "m" => new Precision(Duration.Minute),
        "h" => new Precision(Duration.Hour),
        _ => Nanosecond,
    };
}
