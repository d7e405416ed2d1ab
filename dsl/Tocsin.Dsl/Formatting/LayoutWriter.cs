using System.Globalization;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Formatting;

/// <summary>Writes a tree once, in the layout that its line ends ask for.</summary>
internal sealed class LayoutWriter
{
    private const string Step = "    ";

    private readonly LayoutText _text = new();

    public static string Write(ScriptSyntax script)
    {
        var writer = new LayoutWriter();
        writer.WriteScript(script);
        return writer._text.ToString();
    }

    public static string Write(ExpressionSyntax expression)
    {
        var writer = new LayoutWriter();
        writer.Write(expression, "", onNewLine: true);
        return writer._text.ToString();
    }

    private void WriteScript(ScriptSyntax script)
    {
        var isFirst = true;
        foreach (var statement in script.Statements)
        {
            if (!isFirst)
                _text.Append("\n");
            isFirst = false;

            WriteComments(LeadingComments.Of(statement), "");
            WriteStatement(statement);
            _text.Append("\n");
        }

        if (script.TrailingComments.Count == 0)
            return;

        if (!isFirst)
            _text.Append("\n");
        WriteComments(script.TrailingComments, "");
        _text.Append("\n");
    }

    private void WriteStatement(StatementSyntax statement)
    {
        switch (statement)
        {
            case VarDeclarationSyntax declaration:
                _text.Append("var ");
                Write(declaration.Name, "", onNewLine: false);
                _text.Append(" = ");
                WriteWithoutComments(declaration.Value, "");
                break;
            case TypedVarDeclarationSyntax declaration:
                _text.Append("var ");
                Write(declaration.Name, "", onNewLine: false);
                _text.Append(" ");
                Write(declaration.Type, "", onNewLine: false);
                break;
            case DbrpSyntax dbrp:
                _text.Append($"dbrp {Quoted(dbrp.Database.Name, '"')}.{Quoted(dbrp.RetentionPolicy.Name, '"')}");
                break;
            case ExpressionStatementSyntax { Expression: var expression }:
                WriteWithoutComments(expression, "");
                break;
        }
    }

    private void WriteComments(IReadOnlyList<CommentBlock> comments, string indent)
    {
        for (var i = 0; i < comments.Count; i++)
        {
            if (i > 0)
                _text.Append("\n");
            foreach (var line in comments[i].Lines)
            {
                _text.Append(indent);
                _text.AppendComment(line);
            }
        }
    }

    /// <summary>A node with its comments, which stand on lines of their own before it.</summary>
    private void Write(ExpressionSyntax node, string indent, bool onNewLine)
    {
        var comments = LeadingComments.Of(node);
        if (comments.Count > 0)
        {
            if (!onNewLine)
                _text.Append("\n");
            WriteComments(comments, indent);
        }

        if (onNewLine || comments.Count > 0)
            _text.Indent(indent);
        WriteWithoutComments(node, indent);
    }

    private void WriteWithoutComments(ExpressionSyntax node, string indent)
    {
        switch (node)
        {
            case ChainSyntax chain:
                WriteChain(chain, indent);
                break;
            case CallSyntax call:
                WriteCall(call, indent);
                break;
            case BinarySyntax binary:
                WriteBinary(binary, indent);
                break;
            case UnarySyntax unary:
                _text.Append(SyntaxFacts.Text(unary.Operator));
                Write(unary.Operand, indent, onNewLine: false);
                break;
            case LambdaSyntax lambda:
                _text.Append("lambda: ");
                Write(lambda.Body, indent, onNewLine: false);
                break;
            case ListSyntax list:
                WriteList(list, indent);
                break;
            case RegexSyntax regex:
                _text.AppendRegex(regex.Pattern);
                break;
            default:
                _text.Append(TextOf(node));
                break;
        }
    }

    private void WriteChain(ChainSyntax chain, string indent)
    {
        WriteWithoutComments(chain.Left, indent);
        _text.Append("\n");
        var linkIndent = chain.Operator == ChainOperator.Dot ? indent + Step + Step : indent + Step;
        WriteComments(chain.Comments, linkIndent);
        _text.Append(linkIndent + SyntaxFacts.Text(chain.Operator));
        Write(chain.Right, linkIndent, onNewLine: false);
    }

    private void WriteCall(CallSyntax call, string indent)
    {
        _text.Append(call.Name.Name + "(");
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            if (i > 0)
                _text.Append(call.IsMultiline ? "," : ", ");
            if (call.IsMultiline)
                _text.Append("\n");
            Write(call.Arguments[i], indent + Step, call.IsMultiline);
        }

        _text.Append(call.IsMultiline ? "\n" + indent + ")" : ")");
    }

    private void WriteBinary(BinarySyntax binary, string indent)
    {
        if (binary.IsParenthesized)
        {
            _text.Append("(");
            indent += Step;
            Write(binary.Left, indent, onNewLine: false);
        }
        else
        {
            WriteWithoutComments(binary.Left, indent);
        }

        _text.AppendOperator(SyntaxFacts.Text(binary.Operator));
        _text.Append(binary.IsMultiline ? "\n" : " ");
        if (!LeadingComments.HoistsRight(binary))
        {
            Write(binary.Right, indent, binary.IsMultiline);
        }
        else
        {
            if (binary.IsMultiline)
                _text.Indent(indent);
            WriteWithoutComments(binary.Right, indent);
        }

        if (binary.IsParenthesized)
            _text.Append(")");
    }

    private void WriteList(ListSyntax list, string indent)
    {
        _text.Append("[");
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0)
                _text.Append(", ");
            Write(list.Items[i], indent, onNewLine: false);
        }

        _text.Append("]");
    }

    private static string TextOf(ExpressionSyntax leaf) => leaf switch
    {
        IdentifierSyntax identifier => identifier.Name,
        ReferenceSyntax reference => Quoted(reference.Name, '"'),
        StringSyntax { IsTripleQuoted: true } text => $"'''{text.Value}'''",
        StringSyntax text => Quoted(text.Value, '\''),
        IntegerSyntax { IsOctal: true } number => "0" + Convert.ToString(number.Value, 8),
        IntegerSyntax number => number.Value.ToString(CultureInfo.InvariantCulture),
        FloatSyntax number => FloatText(number.Value),
        DurationSyntax duration => duration.Text,
        BooleanSyntax boolean => boolean.Value ? "TRUE" : "FALSE",
        _ => "*",
    };

    private static string Quoted(string text, char quote) =>
        quote + text.Replace(quote.ToString(), "\\" + quote, StringComparison.Ordinal) + quote;

    // Decimal has no exponent either, but fewer digits: the shortest digits are spelled out by hand.
    private static string FloatText(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = text.IndexOf('E');
        if (exponentAt < 0)
            return text.Contains('.') ? text : text + ".0";

        var exponent = int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = text[..exponentAt].Replace(".", "", StringComparison.Ordinal);
        return exponent < 0
            ? "0." + new string('0', -exponent - 1) + digits
            : digits.PadRight(exponent + 1, '0') + ".0";
    }
}
