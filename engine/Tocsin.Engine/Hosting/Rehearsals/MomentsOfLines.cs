using System.Buffers.Text;

namespace Tocsin.Engine.Hosting.Rehearsals;

/// <summary>Lines of line protocol that are written together.</summary>
/// <param name="UnixNanoseconds">When; null when none of them says it.</param>
/// <param name="Lines">The lines.</param>
/// <param name="LinesBefore">How many stand before them.</param>
internal readonly record struct MomentsOfLines(long? UnixNanoseconds, ReadOnlyMemory<byte> Lines, int LinesBefore)
{
    private const long Step = 1_000_000_000;
    private const byte LineFeed = (byte)'\n';

    /// <summary>Parts lines where the time goes on by a second. Lines without a time belong to the one that follows: they may be the first half of a text with a line feed.</summary>
    public static IEnumerable<MomentsOfLines> Of(ReadOnlyMemory<byte> lines)
    {
        long? time = null;
        var (start, startLine, end, endLine) = (0, 0, 0, 0);
        for (var (at, line) = (0, 0); at < lines.Length; line++)
        {
            var length = lines.Span[at..].IndexOf(LineFeed) is >= 0 and var found ? found + 1 : lines.Length - at;
            if (TimeOf(lines.Span.Slice(at, length)) is { } next)
            {
                if (time is { } before && next >= before + Step)
                {
                    yield return new MomentsOfLines(time, lines[start..end], startLine);
                    (start, startLine, time) = (end, endLine, next);
                }

                time ??= next;
                (end, endLine) = (at + length, line + 1);
            }

            at += length;
        }

        if (start < lines.Length)
            yield return new MomentsOfLines(time, lines[start..], startLine);
    }

    /// <summary>When a line was written; null when it does not say so.</summary>
    private static long? TimeOf(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd("\r\n "u8);
        var digits = line[(line.LastIndexOf((byte)' ') + 1)..];
        return digits.Length < line.Length && Utf8Parser.TryParse(digits, out long time, out var used) && used == digits.Length ? time : null;
    }
}
