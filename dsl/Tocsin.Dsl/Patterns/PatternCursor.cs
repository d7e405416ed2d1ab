using System.Text;

namespace Tocsin.Dsl.Patterns;

/// <summary>Walks over a pattern and keeps its first error. After an error it stands at the end, so that every loop over it ends.</summary>
internal sealed class PatternCursor(string text)
{
    public int Position { get; private set; }

    public string? Error { get; private set; }

    public bool AtEnd => Position >= text.Length;

    /// <summary>The unit at hand, or NUL at the end.</summary>
    public char Current => Peek(0);

    public ReadOnlySpan<char> Rest => text.AsSpan(Position);

    /// <summary>The rest, cut after <paramref name="longest"/> units, to search in without walking the whole pattern each time.</summary>
    public ReadOnlySpan<char> Ahead(int longest) => Rest[..Math.Min(longest, Rest.Length)];

    public char Peek(int offset) => Position + offset < text.Length ? text[Position + offset] : '\0';

    public void Advance(int count) => Position = Math.Min(text.Length, Position + count);

    public bool TryRead(string expected)
    {
        if (!Rest.StartsWith(expected))
            return false;

        Advance(expected.Length);
        return true;
    }

    /// <summary>The code point at hand, which it moves past.</summary>
    public int ReadCodePoint()
    {
        Rune.DecodeFromUtf16(Rest, out var rune, out var length);
        Advance(length);
        return rune.Value;
    }

    public string TextFrom(int start) => text[start..Math.Min(Position, text.Length)];

    public void Fail(string what, string part)
    {
        Error ??= $"{what}: `{part}`";
        Position = text.Length;
    }
}
