namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>Tells whether a backslash takes a separator of a line its meaning.</summary>
internal static class Backslashes
{
    /// <summary>Whether the byte at a place of a part of a line is guarded.</summary>
    public static bool Guard(ReadOnlySpan<byte> part, int at, BackslashReading reading)
    {
        if (at == 0 || part[at - 1] != '\\')
            return false;
        return reading == BackslashReading.Nearest || IsOddRun(part[..at]);
    }

    /// <summary>The first place from a start on where a separator stands that is not guarded; the length where there is none.</summary>
    public static int IndexOfBare(ReadOnlySpan<byte> part, byte separator, BackslashReading reading)
    {
        for (var at = 0; at < part.Length; at++)
        {
            var found = part[at..].IndexOf(separator);
            if (found < 0)
                break;
            at += found;
            if (!Guard(part, at, reading))
                return at;
        }

        return part.Length;
    }

    private static bool IsOddRun(ReadOnlySpan<byte> text)
    {
        var run = text.Length - 1 - text.LastIndexOfAnyExcept((byte)'\\');
        return run % 2 == 1;
    }
}
