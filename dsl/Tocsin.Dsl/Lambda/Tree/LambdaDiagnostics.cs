using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>What the check of an expression has to say: one method per mistake.</summary>
internal static class LambdaDiagnostics
{
    public static void ReportOperands(this DiagnosticBag diagnostics, BinarySyntax syntax, string text) =>
        diagnostics.Error("TS3001", syntax.Span, text, "make both sides the same type with one of these functions");

    public static void ReportLikelyOperands(this DiagnosticBag diagnostics, BinarySyntax syntax, string text) =>
        diagnostics.Warning("TS3308", syntax.Span, $"{text}; every evaluation that reaches it will fail",
            "make both sides the same type: write 1.0 for a float, or convert with int(), float(), string(), duration()");

    public static void ReportNoRegex(this DiagnosticBag diagnostics, BinarySyntax syntax) =>
        diagnostics.Warning(
            "TS3309", syntax.Right.Span,
            $"the right side of {SyntaxFacts.Text(syntax.Operator)} must be a regular expression; every evaluation that reaches it will fail",
            syntax.Right is StringSyntax text ? $"write it between slashes: /{text.Value.Replace("/", "\\/", StringComparison.Ordinal)}/" : "write it between slashes: /web.*/");

    public static void ReportUnknownFunction(this DiagnosticBag diagnostics, TextSpan span, string name, string? suggestion) =>
        diagnostics.Warning("TS3002", span, $"undefined function: \"{name}\"; every evaluation that reaches the call will fail",
            suggestion is null ? null : new WayOut($"did you mean \"{suggestion}\"?", Remedy.Rename(suggestion)));

    public static void ReportUnresolvedName(this DiagnosticBag diagnostics, TextSpan span, string name) =>
        diagnostics.Error("TS3003", span, $"name \"{name}\" is undefined",
            new WayOut($"write \"{name}\" in double quotes to read a field or tag, or declare it with var", Remedy.Quote()));

    public static void ReportNotAnExpression(this DiagnosticBag diagnostics, ExpressionSyntax syntax) =>
        diagnostics.Error("TS3004", syntax.Span, $"a {What(syntax)} cannot be evaluated in an expression",
            "use a literal, a reference, a function call or operators on these");

    public static void ReportInvalidRegex(this DiagnosticBag diagnostics, TextSpan span, string error) =>
        diagnostics.Error("TS3005", span, $"error parsing regexp: {error}");

    public static void ReportTooDeep(this DiagnosticBag diagnostics, TextSpan span, int limit) =>
        diagnostics.Error("TS3006", span, $"the expression is nested more than {limit} levels deep",
            "compute parts of it in earlier eval nodes");

    public static void ReportArguments(this DiagnosticBag diagnostics, TextSpan span, FunctionDefinition function) =>
        diagnostics.Warning("TS3007", span,
            $"\"{function.Name}\" takes {string.Join(" or ", function.Signatures)}; every evaluation that reaches this call will fail",
            "types are not converted: write 1.0 for a float, or convert with int(), float(), string(), duration()");

    public static void ReportDivisionByZero(this DiagnosticBag diagnostics, TextSpan span) =>
        diagnostics.Warning("TS3008", span, "division by zero; every evaluation that reaches it will fail", new WayOut(null, Remedy.Write("1.0").Unlikely()));

    private static string What(ExpressionSyntax syntax) => syntax switch
    {
        ListSyntax => "list",
        StarSyntax => "star",
        ChainSyntax => "chain of nodes",
        _ => "value of this kind",
    };
}
