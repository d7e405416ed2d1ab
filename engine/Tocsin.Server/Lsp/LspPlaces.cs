using Tocsin.Dsl.Editing;
using Tocsin.Dsl.Syntax;
using static Tocsin.Server.Lsp.Messages.LspBasics;

namespace Tocsin.Server.Lsp;

/// <summary>Places of the protocol and of texts.</summary>
internal static class LspPlaces
{
    public static Position PositionOf(this LineMap lines, int offset)
    {
        var (line, column) = lines.PlaceOf(offset);
        return new Position(line, column);
    }

    public static TextRange RangeOf(this LineMap lines, TextSpan span) => new(lines.PositionOf(span.Start), lines.PositionOf(span.End));

    public static int OffsetOf(this LineMap lines, Position position) => lines.OffsetOf(position.Line, position.Character);

    public static TextSpan SpanOf(this LineMap lines, TextRange range)
    {
        var (start, end) = (lines.OffsetOf(range.Start), lines.OffsetOf(range.End));
        return TextSpan.FromBounds(Math.Min(start, end), Math.Max(start, end));
    }

    public static Edit EditOf(this LineMap lines, TextEdit edit) => new(lines.RangeOf(edit.Span), edit.NewText);
}
