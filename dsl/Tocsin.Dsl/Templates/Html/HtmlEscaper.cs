using System.Text;
using Tocsin.Dsl.Templates.Printing;
using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>
/// Follows the HTML text through all branches of a template and gives every action the escapes that its place needs.
/// A template called from several places exists once for each kind of place.
/// </summary>
internal sealed class HtmlEscaper
{
    private const int MaxSteps = 100_000;
    private const int MaxCalls = 100;

    private readonly Dictionary<string, ListNode> _originals;
    private readonly Dictionary<string, ListNode> _escaped;
    private readonly Dictionary<string, HtmlContext> _outputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private List<HtmlContext> _jumps = [];
    private (int Offset, string Message)? _error;
    private int _steps;
    private int _calls;

    private HtmlEscaper(Dictionary<string, ListNode> templates)
    {
        _originals = new Dictionary<string, ListNode>(templates, StringComparer.Ordinal);
        _escaped = templates;
    }

    /// <summary>Replaces the trees by escaped ones. The answer is why that is impossible, or null.</summary>
    public static TemplateProblem? Escape(TemplateSource source, Dictionary<string, ListNode> templates)
    {
        var escaper = new HtmlEscaper(templates);
        var end = escaper.EscapeTemplate(default, source.Name, 0, out _);
        if (!end.IsFailed && end.State != HtmlState.Text)
        {
            var place = source.Problem(source.Text.Length, "");
            return place with { Message = $"html/template:{source.Name}: ends in a non-text context: {end}" };
        }

        if (escaper._error is not { } error)
            return null;
        var (offset, message) = error;
        return source.Problem(offset, "") with { Message = $"html/template:{source.PlaceAt(offset)}: {message}" };
    }

    private HtmlContext EscapeTemplate(HtmlContext start, string name, int offset, out string derived)
    {
        derived = start == default ? name : $"{name}${start}";
        _called.Add(derived);
        if (_outputs.TryGetValue(derived, out var known))
            return known;
        if (!_originals.TryGetValue(name, out var body))
            return Fail(offset, $"no such template {QuotedText.Quote(name)}");
        if (++_calls > MaxCalls)
            return Fail(offset, $"templates call each other deeper than {MaxCalls}");

        // A template that calls itself is first taken to end as it begins, then as it was seen to end.
        var end = EscapeBody(start, start, derived, body, out var isCertain);
        if (!isCertain && !end.IsFailed)
        {
            end = EscapeBody(start, end, derived, body, out isCertain);
            if (!isCertain && !end.IsFailed)
                end = Fail(offset, $"cannot compute output context for template {name}");
        }

        _calls--;
        _outputs[derived] = end;
        return end;
    }

    private HtmlContext EscapeBody(HtmlContext start, HtmlContext assumedEnd, string derived, ListNode body, out bool isCertain)
    {
        _outputs[derived] = assumedEnd;
        _called.Remove(derived);
        var jumps = _jumps;
        _jumps = [];
        var end = EscapeList(start, body, out var escaped);
        _jumps = jumps;
        isCertain = !_called.Contains(derived) || end == assumedEnd;
        _escaped[derived] = escaped;
        return end;
    }

    private HtmlContext EscapeList(HtmlContext context, ListNode list, out ListNode escaped)
    {
        var items = new TemplateNode[list.Items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = list.Items[i];
            if (context.IsFailed)
                continue;
            if (++_steps > MaxSteps)
                context = Fail(items[i].Offset, "the template is too large to be made safe");
            else
                context = EscapeNode(context, ref items[i]);
        }

        escaped = new ListNode(list.Offset, items);
        return context;
    }

    private HtmlContext EscapeNode(HtmlContext context, ref TemplateNode node)
    {
        switch (node)
        {
            case TextNode text:
                return EscapeText(context, text, ref node);
            case ActionNode { Pipe.Variables.Length: 0 } action:
                return EscapeAction(context, action, ref node);
            case BranchNode branch:
                return EscapeBranch(context, branch, ref node);
            case CallTemplateNode call:
                var end = EscapeTemplate(context, call.Name, call.Offset, out var derived);
                node = new CallTemplateNode(call.Offset, derived, call.Pipe);
                return end;
            case JumpNode:
                _jumps.Add(context);
                return new HtmlContext { State = HtmlState.Dead };
            default:
                return context;
        }
    }

    private HtmlContext EscapeAction(HtmlContext context, ActionNode action, ref TemplateNode node)
    {
        context = context.ForValue();
        if (context.State == HtmlState.Dead)
            return context;
        if (EscapePlan.Misplaced(context, action.Pipe) is { } misplaced)
            return Fail(action.Offset, misplaced);
        if (EscapePlan.For(context, action.Pipe, out var error) is not { } escapes)
            return Fail(action.Offset, error ?? "");

        var pipe = AuthorEscapes.Merge(action.Pipe, escapes);
        node = new ActionNode(action.Offset, pipe, [.. escapes]);
        return context.State switch
        {
            HtmlState.JS => context with { Slash = SlashMeaning.DivOp },
            HtmlState.Tag => context with { State = HtmlState.AttrName },
            _ => context,
        };
    }

    private HtmlContext EscapeBranch(HtmlContext context, BranchNode branch, ref TemplateNode node)
    {
        var outer = _jumps;
        if (branch.Kind == BranchKind.Range)
            _jumps = [];
        var end = EscapeList(context, branch.Body, out var body);
        if (branch.Kind == BranchKind.Range)
        {
            foreach (var jump in _jumps)
                end = Join(end, jump, branch, "");

            // The body must be able to follow itself.
            if (!end.IsFailed && end != context)
                end = Reenter(end, branch);
            _jumps = outer;
        }

        var otherwise = branch.Else;
        var otherEnd = otherwise is null || end.IsFailed ? context : EscapeList(context, otherwise, out otherwise);
        node = new BranchNode(branch.Offset, branch.Kind, branch.Pipe, body, otherwise);
        return Join(end, otherEnd, branch, "");
    }

    private HtmlContext Reenter(HtmlContext start, BranchNode branch)
    {
        const string When = "on range loop re-entry: ";
        var end = EscapeList(start, branch.Body, out _);
        if (!end.IsFailed)
            return Join(start, end, branch, When);

        _error = (branch.Offset, When + _error?.Message);
        return end;
    }

    private HtmlContext Join(HtmlContext left, HtmlContext right, BranchNode branch, string when) =>
        HtmlContext.Join(left, right)
        ?? Fail(branch.Offset, $"{when}{{{{{branch.Keyword}}}}} branches end in different contexts: {left}, {right}");

    private HtmlContext EscapeText(HtmlContext context, TextNode node, ref TemplateNode result)
    {
        var text = node.Text;
        var builder = new StringBuilder(text.Length);
        var (written, at) = (0, 0);
        while (at < text.Length && !context.IsFailed)
        {
            var next = HtmlScanner.After(context, text.AsSpan(at), out var read, out var error);
            if (error is not null)
                return Fail(node.Offset, error);

            var end = at + read;
            if (context.State is HtmlState.Text or HtmlState.RCDATA)
            {
                written = EscapeLooseBrackets(builder, text, written, at, next.State == context.State ? end : TagStart(text, at, end));
            }
            else if (context.IsComment && context.Delimiter == HtmlDelimiter.None)
            {
                AppendForComment(builder, context.State, text.AsSpan()[written..end]);
                written = end;
            }

            if (next.State != context.State && next.IsComment && next.Delimiter == HtmlDelimiter.None)
            {
                var opening = next.State == HtmlState.HTMLCmt ? 4 : 2;
                builder.Append(text, written, end - opening - written);
                written = end;
            }

            (context, at) = (next, end);
        }

        if (written > 0)
        {
            if (!context.IsComment || context.Delimiter != HtmlDelimiter.None)
                builder.Append(text, written, text.Length - written);
            result = new TextNode(node.Offset, builder.ToString());
        }

        return context;
    }

    private static int TagStart(string text, int from, int end)
    {
        var start = text.AsSpan()[from..end].LastIndexOf('<');
        return start < 0 ? end : from + start;
    }

    // A bracket that begins no tag is text.
    private static int EscapeLooseBrackets(StringBuilder builder, string text, int written, int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            if (text[i] != '<' || text.AsSpan(i).StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
                continue;
            builder.Append(text, written, i - written).Append("&lt;");
            written = i + 1;
        }

        return written;
    }

    // A comment is left out, but what it keeps apart stays apart.
    private static void AppendForComment(StringBuilder builder, HtmlState state, ReadOnlySpan<char> comment)
    {
        if (state == HtmlState.JSBlockCmt)
            builder.Append(comment.ContainsAny("\n\r\u2028\u2029") ? '\n' : ' ');
        else if (state == HtmlState.CSSBlockCmt)
            builder.Append(' ');
    }

    private HtmlContext Fail(int offset, string message)
    {
        _error ??= (offset, message);
        return HtmlContext.Failed;
    }
}
