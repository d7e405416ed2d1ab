using System.Globalization;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Durations as the server's configuration writes them: <c>10s</c>, <c>1h30m</c>, <c>1.5ms</c>.</summary>
public static class DurationSetting
{
    private static readonly (string Unit, long Nanoseconds)[] Units =
    [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
        ("h", 3_600_000_000_000), ("d", 86_400_000_000_000), ("w", 604_800_000_000_000),
    ];

    /// <summary>What an option wants that is a duration, in words.</summary>
    public const string Expected = "a duration such as 10s or 1h30m";

    private const long ShortestNanoseconds = 1_000_000;

    /// <summary>Whether an option can have the duration: 0, or 1 ms and more. What is less was meant in another unit.</summary>
    public static bool IsAccepted(long nanoseconds) => nanoseconds is 0 or >= ShortestNanoseconds;

    /// <summary>What an option wants that is a duration, where a whole number was given.</summary>
    public static string ExpectedForNumber(long nanoseconds) => nanoseconds is > 0 and < ShortestNanoseconds
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"a duration with its unit, such as {nanoseconds}s or {nanoseconds}ms (a whole number counts nanoseconds: {nanoseconds} is {nanoseconds} ns)")
        : ExpectedForText(nanoseconds);

    /// <summary>What an option wants that is a duration, where a text was given that is one, but not one that is accepted.</summary>
    public static string ExpectedForText(long nanoseconds) => nanoseconds switch
    {
        < 0 => Expected + ", not below 0",
        0 or >= ShortestNanoseconds => Expected,
        _ => Expected + ", of at least 1ms",
    };

    /// <summary>Reads one or more numbers with units, after an optional sign.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var isNegative = text.StartsWith('-');
        var rest = text.AsSpan(isNegative ? 1 : 0);
        if (rest.IsEmpty)
            return false;

        var total = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
                return false;

            rest = rest[digits..];
            var letters = rest.IndexOfAny("0123456789.");
            var name = letters < 0 ? rest : rest[..letters];
            if (!TryFindUnit(name, out var unit) || count > long.MaxValue / (decimal)unit)
                return false;

            total += count * unit;
            rest = rest[name.Length..];
        }

        if (total > long.MaxValue)
            return false;

        nanoseconds = (long)(isNegative ? -total : total);
        return true;
    }

    private static bool TryFindUnit(ReadOnlySpan<char> name, out long nanoseconds)
    {
        foreach (var (unit, size) in Units)
        {
            if (name.SequenceEqual(unit))
            {
                nanoseconds = size;
                return true;
            }
        }

        nanoseconds = 0;
        return false;
    }
}
