using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Parsing;

/// <summary>Builds the trees of a template and of those it defines. Stops at the first mistake.</summary>
internal sealed class Parser
{
    // Deeper nesting than this is not text a person wrote, and every level costs stack.
    private const int MaxNesting = 100;

    private readonly TemplateSource _source;
    private readonly TokenReader _reader;
    private readonly Dictionary<string, ListNode> _templates;
    private readonly PipelineParser _pipelines;
    private int _rangeDepth;
    private int _nesting;

    private Parser(TemplateSource source, TemplateOptions options, Dictionary<string, ListNode> templates)
    {
        _source = source;
        _reader = new TokenReader(source, Lexer.Lex(source.Text));
        _templates = templates;
        _pipelines = new PipelineParser(_reader, options);
    }

    /// <summary>Adds the template's tree, under its own name, and all that it defines to <paramref name="templates"/>.</summary>
    public static TemplateProblem? Parse(TemplateSource source, TemplateOptions options, Dictionary<string, ListNode> templates)
    {
        var parser = new Parser(source, options, templates);
        parser.ParseMain();
        return parser._reader.Error;
    }

    private void ParseMain()
    {
        var items = new List<TemplateNode>();
        while (_reader.Peek().Kind != TokenKind.EndOfText)
        {
            if (IsDefinition())
            {
                ParseDefinition();
                continue;
            }

            var node = ParseTextOrAction();
            if (node is MarkerNode)
                _reader.Fail(node.Offset, $"unexpected {node}");
            else if (node is not null)
                items.Add(node);
        }

        // A definition under the template's own name counts where the template itself has nothing to say.
        var hasContent = items.Exists(item => item is not TextNode text || !string.IsNullOrWhiteSpace(text.Text));
        if (hasContent || !_templates.ContainsKey(_source.Name))
            _templates[_source.Name] = new ListNode(0, [.. items]);
    }

    private bool IsDefinition() =>
        _reader.Peek().Kind == TokenKind.LeftDelimiter && _reader.PeekSecondNonSpace().Kind == TokenKind.Define;

    private void ParseDefinition()
    {
        const string Context = "define clause";
        _reader.Next();
        _reader.NextNonSpace();
        var name = ParseTemplateName(Context);
        _reader.Expect(TokenKind.RightDelimiter, Context);
        DefineTemplate(name, Context);
    }

    private void DefineTemplate(string name, string context)
    {
        var variables = _pipelines.BeginTemplate();
        var rangeDepth = _rangeDepth;
        _rangeDepth = 0;
        var body = ParseList(out var end);
        _rangeDepth = rangeDepth;
        _pipelines.EndTemplate(variables);
        if (end is { IsEnd: false })
            _reader.Fail(end.Offset, $"unexpected {end} in {context}");
        Add(name, body);
    }

    private void Add(string name, ListNode body)
    {
        var isEmpty = Array.TrueForAll(body.Items, item => item is TextNode text && string.IsNullOrWhiteSpace(text.Text));
        if (!isEmpty || !_templates.ContainsKey(name))
            _templates[name] = body;
    }

    private ListNode ParseList(out MarkerNode? end)
    {
        end = null;
        var offset = _reader.PeekNonSpace().Offset;
        var items = new List<TemplateNode>();
        if (++_nesting > MaxNesting)
            _reader.Fail(offset, $"nesting is deeper than {MaxNesting}");
        while (_reader.PeekNonSpace().Kind != TokenKind.EndOfText)
        {
            var node = ParseTextOrAction();
            if (node is MarkerNode marker)
            {
                end = marker;
                break;
            }

            if (node is not null)
                items.Add(node);
        }

        if (end is null)
            _reader.Fail(_source.Text.Length, "unexpected EOF");
        _nesting--;
        return new ListNode(offset, [.. items]);
    }

    private TemplateNode? ParseTextOrAction()
    {
        var token = _reader.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new TextNode(token.Offset, token.Text);
            case TokenKind.LeftDelimiter:
                return ParseAction();
            default:
                _reader.Unexpected(token, "input");
                return null;
        }
    }

    private TemplateNode? ParseAction()
    {
        var token = _reader.PeekNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Block:
                return ParseBlock();
            case TokenKind.Break or TokenKind.Continue:
                return ParseJump();
            case TokenKind.Else:
                return ParseElse();
            case TokenKind.End:
                _reader.Next();
                _reader.Expect(TokenKind.RightDelimiter, "end");
                return new MarkerNode(token.Offset, isEnd: true);
            case TokenKind.If:
                return ParseBranch(BranchKind.If);
            case TokenKind.With:
                return ParseBranch(BranchKind.With);
            case TokenKind.Range:
                return ParseBranch(BranchKind.Range);
            case TokenKind.Template:
                return ParseCall();
            default:
                return new ActionNode(token.Offset, _pipelines.Parse("command", TokenKind.RightDelimiter), []);
        }
    }

    private MarkerNode ParseElse()
    {
        var token = _reader.NextNonSpace();

        // The "if" or "with" of an else is read by the branch that the else belongs to.
        if (_reader.PeekNonSpace().Kind is not (TokenKind.If or TokenKind.With))
            _reader.Expect(TokenKind.RightDelimiter, "else");
        return new MarkerNode(token.Offset, isEnd: false);
    }

    private JumpNode ParseJump()
    {
        var token = _reader.NextNonSpace();
        var jump = new JumpNode(token.Offset, token.Kind == TokenKind.Break);
        _reader.Expect(TokenKind.RightDelimiter, jump.ToString());
        if (_rangeDepth == 0)
            _reader.Fail(token.Offset, $"{jump} outside {{{{range}}}}");
        return jump;
    }

    private BranchNode ParseBranch(BranchKind kind)
    {
        _reader.NextNonSpace();
        var scope = _pipelines.BeginScope();
        var pipe = _pipelines.Parse(KeywordOf(kind), TokenKind.RightDelimiter);
        if (kind == BranchKind.Range)
            _rangeDepth++;
        var body = ParseList(out var end);
        if (kind == BranchKind.Range)
            _rangeDepth--;
        var otherwise = end is { IsEnd: false } ? ParseElseBody(kind) : null;
        _pipelines.EndScope(scope);
        return new BranchNode(pipe.Offset, kind, pipe, body, otherwise);
    }

    private ListNode ParseElseBody(BranchKind kind)
    {
        var token = _reader.PeekNonSpace();
        if (token.Kind is TokenKind.If or TokenKind.With)
        {
            if ((kind, token.Kind) is not ((BranchKind.If, TokenKind.If) or (BranchKind.With, TokenKind.With)))
                _reader.Unexpected(token, "else");

            // One end closes the whole chain.
            if (++_nesting > MaxNesting)
                _reader.Fail(token.Offset, $"nesting is deeper than {MaxNesting}");
            var chained = new ListNode(token.Offset, [ParseBranch(kind)]);
            _nesting--;
            return chained;
        }

        var body = ParseList(out var end);
        if (end is { IsEnd: false })
            _reader.Fail(end.Offset, $"expected end; found {end}");
        return body;
    }

    private CallTemplateNode ParseCall()
    {
        const string Context = "template clause";
        _reader.NextNonSpace();
        var offset = _reader.PeekNonSpace().Offset;
        var name = ParseTemplateName(Context);
        PipeNode? pipe = null;
        if (_reader.PeekNonSpace().Kind == TokenKind.RightDelimiter)
            _reader.Next();
        else
            pipe = _pipelines.Parse(Context, TokenKind.RightDelimiter);
        return new CallTemplateNode(offset, name, pipe);
    }

    private CallTemplateNode ParseBlock()
    {
        const string Context = "block clause";
        _reader.NextNonSpace();
        var offset = _reader.PeekNonSpace().Offset;
        var name = ParseTemplateName(Context);
        var pipe = _pipelines.Parse(Context, TokenKind.RightDelimiter);
        DefineTemplate(name, Context);
        return new CallTemplateNode(offset, name, pipe);
    }

    private string ParseTemplateName(string context)
    {
        var token = _reader.NextNonSpace();
        if (token.Kind is TokenKind.String or TokenKind.RawString)
        {
            if (StringReader.TryUnquote(token.Text, out var name))
                return name;
            _reader.Fail(token.Offset, "invalid syntax in " + token.Text);
        }

        _reader.Unexpected(token, context);
        return "";
    }

    private static string KeywordOf(BranchKind kind) => kind switch
    {
        BranchKind.If => "if",
        BranchKind.With => "with",
        _ => "range",
    };
}
