namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>Reads <c>t</c>, <c>true</c> and the like. Answers how many bytes it took; 0 when there is none.</summary>
internal static class BooleanReader
{
    /// <param name="value">1 for true, 0 for false. What stands behind is the caller's to check.</param>
    public static int Read(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty)
            return 0;

        switch (text[0])
        {
            case (byte)'t' or (byte)'T':
                value = 1;
                return IsWord(text, "true"u8, "True"u8, "TRUE"u8) ? 4 : 1;
            case (byte)'f' or (byte)'F':
                return IsWord(text, "false"u8, "False"u8, "FALSE"u8) ? 5 : 1;
            default:
                return 0;
        }
    }

    private static bool IsWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> small, ReadOnlySpan<byte> capital, ReadOnlySpan<byte> capitals) =>
        text.StartsWith(small) || text.StartsWith(capital) || text.StartsWith(capitals);
}
