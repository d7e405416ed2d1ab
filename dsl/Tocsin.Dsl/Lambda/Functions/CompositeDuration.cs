using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Reads durations of several parts, such as <c>1h30m</c> or <c>-10s</c>.</summary>
internal static class CompositeDuration
{
    public static bool TryParse(string text, out Duration duration)
    {
        duration = default;
        var negative = text.StartsWith('-');
        var rest = text.AsSpan(negative ? 1 : 0);
        if (rest.IsEmpty)
            return false;

        Int128 total = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 19 || !TryReadUnit(rest[digits..], out var size, out var length))
                return false;

            total += Int128.Parse(rest[..digits]) * size;
            rest = rest[(digits + length)..];
        }

        if (total > long.MaxValue)
            return false;
        duration = new Duration((long)(negative ? -total : total));
        return true;
    }

    private static bool TryReadUnit(ReadOnlySpan<char> text, out long size, out int length)
    {
        (size, length) = text switch
        {
            ['n', 's', ..] => (1, 2),
            ['m', 's', ..] => (Duration.Millisecond, 2),
            ['u' or 'µ', ..] => (Duration.Microsecond, 1),
            ['s', ..] => (Duration.Second, 1),
            ['m', ..] => (Duration.Minute, 1),
            ['h', ..] => (Duration.Hour, 1),
            ['d', ..] => (Duration.Day, 1),
            ['w', ..] => (Duration.Week, 1),
            _ => (0, 0),
        };
        return length > 0;
    }
}
