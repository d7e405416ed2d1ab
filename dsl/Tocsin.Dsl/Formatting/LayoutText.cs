using System.Text;

namespace Tocsin.Dsl.Formatting;

/// <summary>The text that the layout grows, and what the lexer would make of its end.</summary>
internal sealed class LayoutText
{
    private readonly StringBuilder _text = new();
    private int _commentEnd = -1;
    private int _regexStart;
    private int _regexEnd = -1;

    public void Append(string text) => _text.Append(text);

    /// <summary>The indent of a line. A comment before it stays in force.</summary>
    public void Indent(string indent)
    {
        var afterComment = _commentEnd == _text.Length;
        _text.Append(indent);
        if (afterComment)
            _commentEnd = _text.Length;
    }

    /// <summary>A comment line, without the indent.</summary>
    public void AppendComment(string line)
    {
        var text = line.StartsWith("//", StringComparison.Ordinal) ? line[2..] : line;
        if (text.StartsWith(' '))
            text = text[1..];
        _text.Append(text.Length == 0 ? "//" : "// ").Append(text).Append('\n');
        _commentEnd = _text.Length;
    }

    /// <summary>
    /// A regex. In parentheses where its slash would be read as a division, or as more of a comment that stands before it.
    /// </summary>
    public void AppendRegex(string pattern)
    {
        var needsParens = _commentEnd == _text.Length || LastCharacter() is not ('\0' or '(' or ',' or '=' or '~' or '+' or '-' or '*' or '/' or '%' or '<' or '>' or '!');
        var literal = "/" + pattern.Replace("/", "\\/", StringComparison.Ordinal) + "/";
        _regexStart = _text.Length;
        _text.Append(needsParens ? $"({literal})" : literal);
        _regexEnd = needsParens ? -1 : _text.Length;
    }

    /// <summary>A binary operator and the blank before it. After a bare regex the lexer knows none but <c>-</c> and the words.</summary>
    public void AppendOperator(string op)
    {
        if (_regexEnd == _text.Length && op is not ("AND" or "OR" or "-"))
        {
            _text.Insert(_regexStart, '(');
            _text.Append(')');
        }

        _text.Append(' ').Append(op);
    }

    public override string ToString() => _text.ToString();

    private char LastCharacter()
    {
        for (var i = _text.Length - 1; i >= 0; i--)
        {
            if (!char.IsWhiteSpace(_text[i]))
                return _text[i];
        }

        return '\0';
    }
}
