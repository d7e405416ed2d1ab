using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>
/// Keeps values that are filled into the path of an address to the part of the path they stand in: their slashes are escaped. What comes before
/// the path, such as a whole address from one value, is left as it is, and so is the query, where an author escapes with <c>urlquery</c>.
/// </summary>
internal sealed class AddressPath
{
    // Where parts of the path begin that hold a value.
    private readonly List<int> _parts = [];

    /// <summary>Escapes what was written from a place on, if that is in the path.</summary>
    public void Escape(StringBuilder output, int begin)
    {
        if (output.Length == begin || PartAt(output.ToString(0, begin)) is not { } part)
            return;
        var value = output.ToString(begin, output.Length - begin);
        output.Length = begin;
        foreach (var letter in value)
        {
            if (letter is '/' or '\\' or '?' or '#')
                output.Append('%').Append(((int)letter).ToString("X2", CultureInfo.InvariantCulture));
            else
                output.Append(letter);
        }

        _parts.Add(part);
    }

    /// <summary>A part of the path that leads elsewhere because of a value, such as <c>..</c>, which no escape makes harmless; null when there is none.</summary>
    public string? LeadingElsewhere(string address)
    {
        foreach (var begin in _parts)
        {
            var end = address.AsSpan(begin).IndexOfAny("/\\?#");
            var part = end < 0 ? address[begin..] : address.Substring(begin, end);
            if (part.Replace("%2E", ".", StringComparison.OrdinalIgnoreCase) is "." or "..")
                return part;
        }

        return null;
    }

    // The begin of the last part of the path; null before the path and after it.
    private static int? PartAt(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var path = scheme < 0 ? -1 : text.AsSpan(scheme + 3).IndexOfAny("/\\?#");
        if (path < 0)
            return null;
        path += scheme + 3;
        return text.AsSpan(path).ContainsAny('?', '#') ? null : text.AsSpan().LastIndexOfAny('/', '\\') + 1;
    }
}
