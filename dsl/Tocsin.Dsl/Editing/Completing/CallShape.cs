using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Editing.Outlines;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Completing;

/// <summary>A call that stands behind a place already and lacks its name, or has another one: what it is given tells which name fits.</summary>
internal sealed class CallShape
{
    private readonly List<string> _arguments = []; // What each is, in the words of the language; empty for what is not known.
    private readonly List<string> _properties = [];

    private CallShape()
    {
    }

    /// <summary>Reads the call that begins at an offset; null when none does.</summary>
    public static CallShape? At(EditedScript script, int offset, IReadOnlyCollection<Variable> variables)
    {
        var tokens = script.Tree.Tokens;
        var at = FirstFrom(tokens, offset);
        if (tokens[at].Kind != SyntaxKind.OpenParen)
            return null;
        var shape = new CallShape();
        at++;
        for (var (depth, begins) = (0, true); tokens[at].Kind is not (SyntaxKind.EndOfFile or SyntaxKind.Var or SyntaxKind.Dbrp); at++)
        {
            if (tokens[at].Kind == SyntaxKind.CloseParen && depth == 0)
                break;
            if (begins)
                shape._arguments.Add(WhatIs(script, tokens[at], variables));
            begins = tokens[at].Kind == SyntaxKind.Comma && depth == 0;
            depth += tokens[at].Kind switch { SyntaxKind.OpenParen or SyntaxKind.OpenBracket => 1, SyntaxKind.CloseParen or SyntaxKind.CloseBracket => -1, _ => 0 };
        }

        shape.ReadProperties(script, at + 1);
        if (at + 2 < tokens.Count && tokens[at + 1].Kind is SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At && tokens[at + 2].Kind == SyntaxKind.Identifier)
            shape.Next = script.TextAt(tokens[at + 2].Span);
        return shape;
    }

    /// <summary>The name of the link behind the call; empty for none.</summary>
    public string Next { get; private set; } = "";

    /// <summary>How badly a node or property fits: 0 for well.</summary>
    public int Misfit(MemberDescriptor member)
    {
        var parameters = member.Parameters;
        var least = parameters.Take(member.IsVariadic ? parameters.Count - 1 : parameters.Count).Count(parameter => !parameter.IsOptional);
        var misfit = _arguments.Count < least || (_arguments.Count > parameters.Count && !member.IsVariadic) ? 4 : 0;
        for (var at = 0; at < _arguments.Count && parameters.Count > 0; at++)
        {
            var wanted = ScriptTypes.Name(parameters[Math.Min(at, parameters.Count - 1)].Type);
            if (_arguments[at].Length > 0 && wanted != _arguments[at] && wanted != "value")
                misfit += 2;
        }

        return misfit;
    }

    /// <summary>How many of the properties behind the call a node does not have.</summary>
    public int Lacking(NodeDescriptor node) => _properties.Count(name => TargetMember.Find(node.Members.Members, name, null) is null);

    private static string WhatIs(EditedScript script, SyntaxToken token, IReadOnlyCollection<Variable> variables) => token.Kind switch
    {
        SyntaxKind.String => "string",
        SyntaxKind.Lambda => "lambda",
        SyntaxKind.Duration => "duration",
        SyntaxKind.Number => script.Text.AsSpan(token.Span.Start, token.Span.Length).Contains('.') ? "float" : "int",
        SyntaxKind.True or SyntaxKind.False => "bool",
        SyntaxKind.Regex => "regex",
        SyntaxKind.Identifier => variables.FirstOrDefault(variable => variable.Name == script.TextAt(token.Span)) is { } known ? known.Target is null ? known.Holds : "node" : "",
        _ => "",
    };

    // Those of the node itself: a link or a new statement ends them.
    private void ReadProperties(EditedScript script, int at)
    {
        var tokens = script.Tree.Tokens;
        for (var depth = 0; at + 1 < tokens.Count; at++)
        {
            var kind = tokens[at].Kind;
            if (depth == 0 && kind == SyntaxKind.Dot && tokens[at + 1].Kind == SyntaxKind.Identifier)
                _properties.Add(script.TextAt(tokens[++at].Span));
            else if (depth == 0 && kind != SyntaxKind.OpenParen && kind != SyntaxKind.CloseParen)
                return;
            else
                depth += kind switch { SyntaxKind.OpenParen => 1, SyntaxKind.CloseParen => -1, _ => 0 };
        }
    }

    private static int FirstFrom(IReadOnlyList<SyntaxToken> tokens, int offset)
    {
        var (low, high) = (0, tokens.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].Span.Start >= offset)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
