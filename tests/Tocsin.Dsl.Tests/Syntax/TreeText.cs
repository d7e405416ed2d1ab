using System.Globalization;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Tests.Syntax;

/// <summary>A tree in brackets, so that a table can say what a text is parsed to.</summary>
internal static class TreeText
{
    public static string Of(SyntaxNode node) => node switch
    {
        ScriptSyntax script => string.Join("; ", script.Statements.Select(Of)),
        VarDeclarationSyntax v => $"var {v.Name.Name} = {Of(v.Value)}",
        TypedVarDeclarationSyntax v => $"var {v.Name.Name} {v.Type.Name}",
        DbrpSyntax d => $"dbrp {d.Database.Name} {d.RetentionPolicy.Name}",
        ExpressionStatementSyntax s => Of(s.Expression),
        ChainSyntax c => $"({Of(c.Left)} {SyntaxFacts.Text(c.Operator)} {Of(c.Right)})",
        CallSyntax c => $"{c.Name.Name}({string.Join(", ", c.Arguments.Select(Of))})",
        LambdaSyntax l => $"λ{Of(l.Body)}",
        ListSyntax l => $"[{string.Join(", ", l.Items.Select(Of))}]",
        BinarySyntax b => $"({Of(b.Left)} {SyntaxFacts.Text(b.Operator)} {Of(b.Right)})",
        UnarySyntax u => $"{SyntaxFacts.Text(u.Operator)}{Of(u.Operand)}",
        IdentifierSyntax i => i.Name,
        ReferenceSyntax r => $"\"{r.Name}\"",
        StringSyntax s => $"'{s.Value}'",
        RegexSyntax r => $"/{r.Pattern}/",
        IntegerSyntax i => i.Value.ToString(CultureInfo.InvariantCulture),
        FloatSyntax f => f.Value.ToString("0.0###", CultureInfo.InvariantCulture),
        DurationSyntax d => d.Value.ToString(),
        BooleanSyntax b => b.Value ? "TRUE" : "FALSE",
        StarSyntax => "*",
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "a kind of node this text does not know"),
    };
}
