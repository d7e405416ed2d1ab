using System.Text;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>Writes texts padded to the width that the flags ask for, counted in characters.</summary>
internal sealed class Padding(StringBuilder builder)
{
    public void Write(ReadOnlySpan<char> text, in FormatFlags flags)
    {
        var missing = (flags.Width ?? 0) - CountRunes(text);
        if (missing > 0 && !flags.Minus)
            builder.Append(flags.Zero ? '0' : ' ', missing);
        builder.Append(text);
        if (missing > 0 && flags.Minus)
            builder.Append(' ', missing);
    }

    private static int CountRunes(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
