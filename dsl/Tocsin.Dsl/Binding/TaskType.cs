using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>Tells from its statements whether a script is about points or batches.</summary>
internal static class TaskType
{
    public const string StreamName = "stream";
    public const string BatchName = "batch";

    /// <summary>What the script's chains begin with; <see cref="EdgeKind.None"/> after reporting that they do not agree.</summary>
    public static EdgeKind Detect(ScriptSyntax script, DiagnosticBag diagnostics)
    {
        var type = EdgeKind.None;
        foreach (var source in script.Statements.Select(SourceOf).OfType<IdentifierSyntax>())
        {
            var vote = source.Name == StreamName ? EdgeKind.Stream : EdgeKind.Batch;
            if (type != EdgeKind.None && type != vote)
            {
                diagnostics.ReportMixedSources(source.Span);
                return EdgeKind.None;
            }

            type = vote;
        }

        if (type == EdgeKind.None)
            diagnostics.ReportNoSource();
        return type;
    }

    // A bare name gives no vote as a statement, but it does as the value of a variable.
    private static IdentifierSyntax? SourceOf(StatementSyntax statement)
    {
        var expression = statement switch
        {
            VarDeclarationSyntax declaration => declaration.Value,
            ExpressionStatementSyntax { Expression: ChainSyntax chain } => chain,
            _ => null,
        };
        while (expression is ChainSyntax link)
            expression = link.Left;
        return expression is IdentifierSyntax { Name: StreamName or BatchName } source ? source : null;
    }
}
