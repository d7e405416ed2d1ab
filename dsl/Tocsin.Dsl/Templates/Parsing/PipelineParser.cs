using Tocsin.Dsl.Templates.Functions;
using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Parsing;

/// <summary>Parses what stands inside of an action, and knows which variables are in scope there.</summary>
internal sealed class PipelineParser(TokenReader reader, TemplateOptions options)
{
    private const int MaxNesting = 50;

    private List<string> _variables = ["$"];
    private int _nesting;

    /// <summary>Variables declared from here on end with <see cref="EndScope"/>.</summary>
    public int BeginScope() => _variables.Count;

    public void EndScope(int scope) => _variables.RemoveRange(scope, _variables.Count - scope);

    /// <summary>A template of its own sees no variables but <c>$</c>.</summary>
    public List<string> BeginTemplate()
    {
        var outer = _variables;
        _variables = ["$"];
        return outer;
    }

    public void EndTemplate(List<string> outer) => _variables = outer;

    public PipeNode Parse(string context, TokenKind end)
    {
        var offset = reader.PeekNonSpace().Offset;
        var variables = ParseVariables(context, out var isAssignment);
        var commands = new List<CommandNode>();
        if (++_nesting > MaxNesting)
            reader.Fail(offset, $"nesting is deeper than {MaxNesting}");

        while (true)
        {
            var token = reader.PeekNonSpace();
            if (token.Kind == end)
            {
                reader.Next();
                break;
            }

            if (!StartsOperand(token.Kind))
            {
                reader.Unexpected(token, context);
                break;
            }

            if (ParseCommand() is { } command)
                commands.Add(command);
        }

        _nesting--;
        Check(offset, commands, context);
        return new PipeNode(offset, variables, isAssignment, [.. commands]);
    }

    private string[] ParseVariables(string context, out bool isAssignment)
    {
        isAssignment = false;
        var variables = new List<string>();
        while (reader.PeekNonSpace() is { Kind: TokenKind.Variable } variable)
        {
            var next = reader.PeekSecondNonSpace();
            var isSet = next.Kind is TokenKind.Assign or TokenKind.Declare;
            if (!isSet && next is not { Kind: TokenKind.Character, Text: "," })
                break;

            reader.Next();
            reader.NextNonSpace();
            variables.Add(variable.Text);
            _variables.Add(variable.Text);
            if (isSet)
            {
                isAssignment = next.Kind == TokenKind.Assign;
                break;
            }

            if (context != "range" || variables.Count > 1)
                reader.Fail(next.Offset, $"too many declarations in {context}");
            else if (reader.PeekNonSpace().Kind is not (TokenKind.Variable or TokenKind.RightDelimiter or TokenKind.RightParenthesis))
                reader.Fail(next.Offset, "range can only initialize variables");
        }

        return [.. variables];
    }

    private void Check(int offset, List<CommandNode> commands, string context)
    {
        if (commands.Count == 0)
            reader.Fail(offset, $"missing value for {context}");

        for (var i = 1; i < commands.Count; i++)
        {
            if (commands[i].Words[0] is ConstantNode or NumberNode or DotNode or NilNode)
                reader.Fail(commands[i].Offset, $"non executable command in pipeline stage {i + 1}");
        }
    }

    private CommandNode? ParseCommand()
    {
        var offset = reader.PeekNonSpace().Offset;
        var words = new List<TemplateNode>();
        while (true)
        {
            reader.PeekNonSpace();
            if (ParseOperand() is { } operand)
                words.Add(operand);

            var token = reader.Peek();
            if (token.Kind is TokenKind.RightDelimiter or TokenKind.RightParenthesis)
                break;

            reader.Next();
            if (token.Kind == TokenKind.Space)
                continue;
            if (token.Kind != TokenKind.Pipe)
                reader.Unexpected(token, "operand");
            break;
        }

        if (words.Count == 0)
        {
            reader.Fail(offset, "empty command");
            return null;
        }

        return new CommandNode(offset, [.. words]);
    }

    private TemplateNode? ParseOperand()
    {
        var term = ParseTerm();
        if (term is null || reader.Peek().Kind != TokenKind.Field)
            return term;

        var offset = reader.Peek().Offset;
        var names = new List<string>();
        while (reader.Peek().Kind == TokenKind.Field)
            names.Add(reader.Next().Text[1..]);
        switch (term)
        {
            case FieldNode field:
                return new FieldNode(offset, [.. field.Names, .. names], field.RootIndex);
            case VariableNode variable:
                return new VariableNode(offset, variable.Name, [.. variable.Names, .. names]);
            case ConstantNode or NumberNode or NilNode or DotNode:
                reader.Fail(offset, $"unexpected . after term {Printing.QuotedText.Quote(term.ToString() ?? "")}");
                return term;
            default:
                return new ChainNode(offset, term, [.. names]);
        }
    }

    private TemplateNode? ParseTerm()
    {
        var token = reader.PeekNonSpace();
        if (!StartsOperand(token.Kind))
            return null;

        reader.Next();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return ParseFunction(token);
            case TokenKind.Dot:
                return new DotNode(token.Offset);
            case TokenKind.Nil:
                return new NilNode(token.Offset);
            case TokenKind.Variable:
                if (!_variables.Contains(token.Text))
                    reader.Fail(token.Offset, $"undefined variable {Printing.QuotedText.Quote(token.Text)}");
                return new VariableNode(token.Offset, token.Text, []);
            case TokenKind.Field:
                var name = token.Text[1..];
                return new FieldNode(token.Offset, [name], options.Shape?.IndexOf(name) ?? -1);
            case TokenKind.Bool:
                return new ConstantNode(token.Offset, token.Text, TemplateValue.From(token.Text == "true"));
            case TokenKind.LeftParenthesis:
                return Parse("parenthesized pipeline", TokenKind.RightParenthesis);
            case TokenKind.String or TokenKind.RawString:
                if (!StringReader.TryUnquote(token.Text, out var text))
                    reader.Fail(token.Offset, "invalid syntax in " + token.Text);
                return new ConstantNode(token.Offset, token.Text, TemplateValue.From(text));
            default:
                if (TemplateNumberReader.Read(token) is { } number)
                    return number;
                var mistake = token.Kind == TokenKind.Number && !token.Text.AsSpan().ContainsAnyExcept("0123456789") ? "integer overflow" : "bad number syntax";
                reader.Fail(token.Offset, $"{mistake}: {Printing.QuotedText.Quote(token.Text)}");
                return null;
        }
    }

    private FunctionNameNode? ParseFunction(Token token)
    {
        if (FunctionTable.Find(token.Text, options) is { } function)
            return new FunctionNameNode(token.Offset, function);

        reader.Fail(token.Offset, $"function {Printing.QuotedText.Quote(token.Text)} not defined");
        return null;
    }

    private static bool StartsOperand(TokenKind kind) => kind is TokenKind.Bool or TokenKind.CharacterConstant or TokenKind.Dot
        or TokenKind.Field or TokenKind.Identifier or TokenKind.Number or TokenKind.Nil or TokenKind.RawString or TokenKind.String
        or TokenKind.Variable or TokenKind.LeftParenthesis;
}
