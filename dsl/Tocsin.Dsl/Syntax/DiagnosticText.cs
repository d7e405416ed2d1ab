using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Syntax;

/// <summary>Diagnostics as people read them.</summary>
public static class DiagnosticText
{
    private const int ContextBytes = 10;

    /// <summary>
    /// Several lines without a final line end: <c>file:line:col: error TS0001: message</c>, the source line, carets under the span
    /// and the hint. The column counts characters, as editors do.
    /// </summary>
    public static string Render(Diagnostic diagnostic, SourceText source)
    {
        var start = Math.Clamp(diagnostic.Span.Start, 0, source.Text.Length);
        var line = source.LineAt(start);
        var indent = Math.Min(line.Length, start - LineStart(source.Text, start));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{source.Name ?? "script"}:{source.PositionOf(start).Line}:{Width(line[..indent]) + 1}: ");
        text.Append(CultureInfo.InvariantCulture, $"{SeverityText(diagnostic.Severity)} {diagnostic.Code}: {diagnostic.Message}\n");
        text.Append(line).Append('\n');

        // Tabs stay tabs, so that the carets stand under the text whatever a tab's width.
        foreach (var character in line.AsSpan(0, indent).EnumerateRunes())
            text.Append(character.Value == '\t' ? '\t' : ' ');
        text.Append('^', Math.Max(1, Width(line.Substring(indent, Math.Min(diagnostic.Span.Length, line.Length - indent)))));

        if (diagnostic.Hint is not null)
            text.Append("\nhint: ").Append(diagnostic.Hint);
        return text.ToString();
    }

    /// <summary>
    /// One line, with the place in the words the peer's clients look for: <c>parser: message at line 1 char 13 in "context" (hint)</c>.
    /// </summary>
    public static string OneLine(Diagnostic diagnostic, SourceText source)
    {
        var start = Math.Clamp(diagnostic.Span.Start, 0, source.Text.Length);
        var stage = diagnostic.Code.StartsWith("TS0", StringComparison.Ordinal) ? "parser: " : "";
        var hint = diagnostic.Hint is null ? "" : $" ({diagnostic.Hint})";
        return $"{stage}{diagnostic.Message} at {source.PositionOf(start)} in \"{Context(source, start)}\"{hint}";
    }

    private static string SeverityText(Severity severity) => severity == Severity.Error ? "error" : "warning";

    private static int LineStart(string text, int position) => position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;

    private static int Width(string text) => text.EnumerateRunes().Count();

    private static string Context(SourceText source, int position)
    {
        var line = source.LineAt(position);
        var at = Math.Min(line.Length, position - LineStart(source.Text, position));
        var first = at;
        for (var bytes = 0; first > 0 && (bytes += Utf8Length(line[first - 1])) <= ContextBytes;)
            first--;

        var last = at;
        for (var bytes = 0; last < line.Length && (bytes += Utf8Length(line[last])) <= ContextBytes;)
            last++;

        if (first > 0 && char.IsLowSurrogate(line[first]))
            first++;
        if (last < line.Length && last > first && char.IsHighSurrogate(line[last - 1]))
            last--;
        return line[first..last];
    }

    // Each half of a surrogate pair is half of the pair's four bytes.
    private static int Utf8Length(char unit) => unit < 0x80 ? 1 : unit < 0x800 || char.IsSurrogate(unit) ? 2 : 3;
}
