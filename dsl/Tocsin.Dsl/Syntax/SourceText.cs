using System.Text;

namespace Tocsin.Dsl.Syntax;

/// <summary>A script's text and the way from offsets to lines and columns.</summary>
public sealed class SourceText(string text, string? name = null)
{
    /// <summary>The whole text.</summary>
    public string Text { get; } = text;

    /// <summary>The file the text was read from, or null.</summary>
    public string? Name { get; } = name;

    /// <summary>Line and column of an offset, both from 1. Columns count UTF-8 bytes since the last line feed; a tab is one.</summary>
    public LinePosition PositionOf(int offset)
    {
        var before = Text.AsSpan(0, Math.Clamp(offset, 0, Text.Length));
        var start = before.LastIndexOf('\n') + 1;
        return new LinePosition(1 + before.Count('\n'), 1 + Encoding.UTF8.GetByteCount(before[start..]));
    }

    /// <summary>The line that holds an offset, without its end.</summary>
    public string LineAt(int offset)
    {
        var at = Math.Clamp(offset, 0, Text.Length);
        var start = at == 0 ? 0 : Text.LastIndexOf('\n', at - 1) + 1;
        var end = Text.IndexOf('\n', at);
        return Text[start..(end < 0 ? Text.Length : end)].TrimEnd('\r');
    }
}
