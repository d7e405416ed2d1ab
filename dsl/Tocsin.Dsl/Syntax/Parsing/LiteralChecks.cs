using Tocsin.Dsl.Patterns;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Tells of literals that are written like one and have no value.</summary>
internal sealed class LiteralChecks(ScriptTokens tokens, DiagnosticBag diagnostics)
{
    private int _reported;

    public void Check(ExpressionSyntax literal)
    {
        if (_reported >= ReportLimit.EachSort)
            return;

        var before = diagnostics.Count;
        if (literal is IntegerSyntax { Value: 0 })
            CheckNumber(literal.Span);
        else if (literal is DurationSyntax duration)
            CheckDuration(duration);
        else if (literal is RegexSyntax regex && !Re2.IsValid(regex.Pattern, out var error))
            diagnostics.ReportInvalidRegex(regex.Span, error);
        _reported += diagnostics.Count - before;
    }

    // What is not a number was read as 0.
    private void CheckNumber(TextSpan span)
    {
        var text = tokens.Text(span);
        if (!LiteralText.TryParseInteger(text, out _, out _))
            diagnostics.ReportIllegalNumber(span, text);
    }

    private void CheckDuration(DurationSyntax duration)
    {
        if (!LiteralText.TryParseDuration(duration.Text, out var value, out var wraps))
            diagnostics.ReportInvalidDuration(duration.Span, duration.Text);
        else if (value < Duration.Zero)
            diagnostics.ReportDurationOverflow(duration.Span, duration.Text);
        else if (wraps)
            diagnostics.ReportDurationWraps(duration.Span, duration.Text, value.ToString());
    }
}
