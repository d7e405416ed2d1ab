using System.Buffers;
using System.Text;

namespace Tocsin.Storage.Postgres;

/// <summary>
/// Texts as PostgreSQL takes them: it knows no character zero. That one is written as two others, and so is what announces it; what is no
/// character at all becomes the one that stands for such.
/// </summary>
internal static class PostgresText
{
    private const char Announcement = '\u001a';
    private const char Zero = '0';
    private const char Itself = '1';

    private static readonly SearchValues<char> Rewritten = SearchValues.Create('\0', Announcement);

    public static string Write(string text)
    {
        if (text.AsSpan().IndexOfAny(Rewritten) >= 0)
        {
            var written = new StringBuilder(text.Length + 8);
            foreach (var letter in text)
                _ = letter is '\0' or Announcement ? written.Append(Announcement).Append(letter == '\0' ? Zero : Itself) : written.Append(letter);
            text = written.ToString();
        }

        // Half of a pair.
        return text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }

    public static string Read(string text)
    {
        if (!text.Contains(Announcement, StringComparison.Ordinal))
            return text;
        var read = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            _ = text[i] == Announcement && ++i < text.Length ? read.Append(text[i] == Zero ? '\0' : Announcement) : read.Append(text[i]);
        return read.ToString();
    }
}
