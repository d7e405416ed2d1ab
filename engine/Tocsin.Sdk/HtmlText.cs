using System.Net;
using System.Text;

namespace Tocsin.Sdk;

/// <summary>Reads HTML, well formed or not, as plain text in one pass.</summary>
internal sealed class HtmlText
{
    private static readonly HashSet<string> Blocks = new(
        ["br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr"], StringComparer.OrdinalIgnoreCase);

    private readonly string _html;
    private readonly StringBuilder _plain;
    private int _at;
    private string _href = "";
    private int _linkStart;

    private HtmlText(string html)
    {
        _html = html;
        _plain = new StringBuilder(html.Length);
    }

    public static string ToPlain(string html) => new HtmlText(html).Read();

    private string Read()
    {
        while (_at < _html.Length)
        {
            var open = _html.IndexOf('<', _at);
            var text = open < 0 ? _html[_at..] : _html[_at..open];
            _plain.Append(WebUtility.HtmlDecode(text));
            _at += text.Length;
            if (open < 0)
                break;
            if (!TryReadTag())
                _plain.Append(_html[_at++]);
        }

        return WithoutEmptyLines(_plain.ToString());
    }

    // A sign for "less" is not a tag: nothing of "<10 % left" may get lost.
    private bool TryReadTag()
    {
        var name = _at + 1 < _html.Length && _html[_at + 1] == '/' ? _at + 2 : _at + 1;
        var isComment = _html.AsSpan(_at).StartsWith("<!--");
        if (!isComment && (name >= _html.Length || !char.IsAsciiLetter(_html[name])))
            return false;

        var end = isComment ? _html.IndexOf("-->", _at, StringComparison.Ordinal) : _html.IndexOf('>', _at);
        if (end < 0)
        {
            // Nothing closes any more: what is left is text, whatever it looks like.
            _plain.Append(WebUtility.HtmlDecode(_html[_at..]));
            _at = _html.Length;
            return true;
        }

        var tag = _html[name..end];
        var isEnd = name == _at + 2;
        _at = isComment ? end + 3 : end + 1;
        if (!isComment)
            Take(tag, isEnd);
        return true;
    }

    private void Take(string tag, bool isEnd)
    {
        var length = tag.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        var name = length < 0 ? tag : tag[..length];
        if (Blocks.Contains(name))
            _plain.Append('\n');
        else if (name.Equals("a", StringComparison.OrdinalIgnoreCase))
            TakeLink(tag, isEnd);
        else if (!isEnd && (name.Equals("script", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase)))
            SkipTo("</" + name);
    }

    private void TakeLink(string tag, bool isEnd)
    {
        if (isEnd && _href.Length > 0 && !_plain.ToString(_linkStart, _plain.Length - _linkStart).Contains(_href, StringComparison.Ordinal))
            _plain.Append(" (").Append(_href).Append(')');
        _href = isEnd ? "" : WebUtility.HtmlDecode(HrefOf(tag));
        _linkStart = _plain.Length;
    }

    private static string HrefOf(string tag)
    {
        var at = tag.IndexOf("href", StringComparison.OrdinalIgnoreCase);
        var value = at < 0 ? "" : tag[(at + 4)..].TrimStart();
        if (!value.StartsWith('='))
            return "";

        value = value[1..].TrimStart();
        var isQuoted = value.Length > 0 && value[0] is '"' or '\'';
        var end = isQuoted ? value.IndexOf(value[0], 1) : value.IndexOfAny([' ', '\t', '\n']);
        return end < 0 ? value.Trim('"', '\'') : value[(isQuoted ? 1 : 0)..end];
    }

    private void SkipTo(string end)
    {
        var found = _html.IndexOf(end, _at, StringComparison.OrdinalIgnoreCase);
        _at = found < 0 ? _html.Length : found;
    }

    private static string WithoutEmptyLines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).ToList();
        return string.Join('\n', lines.Where((line, i) => line.Length > 0 || (i > 0 && lines[i - 1].Length > 0))).Trim();
    }
}
