using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Editing.Outlines;

/// <summary>
/// Reads the tokens of a script from its begin and notes what its names stand for. It goes by tokens and not by the tree, so that it knows at every
/// place of an unfinished text what stands before it. One step a token; no recursion.
/// </summary>
internal sealed class OutlineReader(SyntaxTree tree, NodeCatalog nodes, FunctionCatalog functions)
{
    private readonly Stack<OutlineFrame> _outer = [];
    private readonly HashSet<int> _unclosed = UnclosedIn(tree);
    private Variable? _declared; // The one whose value is read.

    /// <summary>The names so far, in their order.</summary>
    public List<NameUse> Names { get; } = [];

    /// <summary>The variables so far; the first declaration counts.</summary>
    public OrderedDictionary<string, Variable> Variables { get; } = [];

    /// <summary>The measurements that are asked for by name.</summary>
    public HashSet<string> Measurements { get; } = new(StringComparer.Ordinal);

    /// <summary>What is known at the place that is reached.</summary>
    public OutlineFrame Frame { get; private set; } = new();

    /// <summary>The frames around it, the nearest first.</summary>
    public IEnumerable<OutlineFrame> Frames => _outer.Prepend(Frame);

    /// <summary>Reads the tokens before <paramref name="end"/>.</summary>
    public void Read(int end)
    {
        for (var at = 0; at < end; at++)
            Take(at);
    }

    /// <summary>True when a token begins a statement, or would: what stands before it is complete.</summary>
    public bool BeginsStatement(int at)
    {
        if (at == 0)
            return true;
        if (_outer.Count > 0)
            return Kind(at) == SyntaxKind.Identifier && IsUnindented(at);
        return Frame.Link is null && Kind(at - 1) is SyntaxKind.Identifier or SyntaxKind.CloseParen or SyntaxKind.CloseBracket or SyntaxKind.String or SyntaxKind.Number
            or SyntaxKind.Duration or SyntaxKind.Reference or SyntaxKind.Regex or SyntaxKind.True or SyntaxKind.False or SyntaxKind.Star or SyntaxKind.Bad;
    }

    private SyntaxKind Kind(int at) => at >= 0 && at < tree.Tokens.Count ? tree.Tokens[at].Kind : SyntaxKind.EndOfFile;

    private string Text(int at) => tree.Source.Text.Substring(tree.Tokens[at].Span.Start, tree.Tokens[at].Span.Length);

    private void Take(int at)
    {
        var kind = Kind(at);
        LeaveUnclosed(at, kind);
        switch (kind)
        {
            case SyntaxKind.Var or SyntaxKind.Dbrp:
                BeginStatement();
                break;
            case SyntaxKind.Identifier:
                TakeName(at);
                break;
            case SyntaxKind.Pipe or SyntaxKind.At or SyntaxKind.Dot:
                SyntaxFacts.TryGetChainOperator(kind, out var op);
                Frame.Link = op;
                break;
            case SyntaxKind.OpenParen:
                Open(at, IsCall(at) ? Names[^1] : null);
                break;
            case SyntaxKind.OpenBracket:
                Open(at, Frame.Callee, isList: true);
                break;
            case SyntaxKind.CloseParen or SyntaxKind.CloseBracket when _outer.Count > 0:
                Frame = _outer.Pop();
                break;
            case SyntaxKind.Comma:
                Frame.Argument++;
                Frame.Current = null;
                Frame.Link = null;
                Frame.IsLambda &= Frame.Callee is null or { Kind: NameKind.Function };
                break;
            case SyntaxKind.Lambda:
                Frame.IsLambda = true;
                Hold("lambda", at);
                break;
            case SyntaxKind.Assign when _declared is not null:
                _declared.Value = at + 1;
                break;
            default:
                TakeValue(at, kind);
                break;
        }
    }

    private void TakeName(int at)
    {
        var name = Text(at);
        var span = tree.Tokens[at].Span;
        if (Kind(at - 1) == SyntaxKind.Var)
        {
            Declare(name, span);
        }
        else if (Kind(at - 2) == SyntaxKind.Var && _declared is not null)
        {
            _declared.Holds = name;
            Names.Add(new NameUse(name, span, NameKind.Type));
        }
        else
        {
            if (BeginsStatement(at))
                BeginStatement();
            var use = Frame.Link is { } op ? Link(name, span, op) : Kind(at + 1) == SyntaxKind.OpenParen ? Call(name, span) : Value(name, span, at);
            Frame.Link = null;
            Names.Add(use);
        }
    }

    private void Declare(string name, TextSpan span)
    {
        _declared = new Variable(name, span);
        if (!Variables.TryAdd(name, _declared))
            _declared.Uses.Add(span);
        Names.Add(new NameUse(name, span, NameKind.Variable) { IsDeclaration = true, Variable = Variables[name] });
    }

    private NameUse Link(string name, TextSpan span, ChainOperator op)
    {
        var on = Frame.Current;
        var use = new NameUse(name, span, NameKind.Unknown) { Operator = op, On = on };
        if (op == ChainOperator.Dot)
            return on?.FindMember(name) is { } member ? Set(use, on, member) : use;

        NodeDescriptor? node = null;
        if (op == ChainOperator.At ? !nodes.TryFindFunction(name, out node) : !nodes.TryFind(MemberNames.WithSmallFirst(name), out node))
        {
            // A property behind the wrong operator is the commonest slip: what follows still hangs on the same.
            return use;
        }

        var goesOnAs = node.Becomes is { } other && nodes.TryFind(other, out var made) ? made : node;
        SetCurrent(on?.Follow(goesOnAs) ?? new ChainTarget(goesOnAs, null, goesOnAs.Provides));
        return use with { Kind = NameKind.Node, Node = node };
    }

    private NameUse Set(NameUse use, ChainTarget on, MemberDescriptor member)
    {
        SetCurrent((member.Result is { } own ? on with { Own = own, Set = [] } : on) with { Set = member.Result is null ? on.Set.Add(member.Name) : [] });
        return use with { Kind = NameKind.Property, Member = member };
    }

    private NameUse Call(string name, TextSpan span)
    {
        Frame.Current = null;
        return new NameUse(name, span, NameKind.Function) { Function = functions.TryFind(name, out var function) ? function : null };
    }

    private NameUse Value(string name, TextSpan span, int at)
    {
        if (name is TaskType.StreamName or TaskType.BatchName && nodes.TryFind(name, out var source))
        {
            SetCurrent(new ChainTarget(source, null, source.Provides));
            Hold("chain", at);
            return new NameUse(name, span, NameKind.Source) { Node = source };
        }

        if (!Variables.TryGetValue(name, out var variable))
            return new NameUse(name, span, NameKind.Unknown);
        variable.Uses.Add(span);
        Hold(variable.Target is null ? variable.Holds : "chain", at);
        SetCurrent(variable.Target);
        return new NameUse(name, span, NameKind.Variable) { Variable = variable };
    }

    private void SetCurrent(ChainTarget? target)
    {
        Frame.Current = target;
        if (_outer.Count == 0 && _declared is not null && target is not null && !Frame.IsLambda)
            _declared.Target = target;
    }

    private void TakeValue(int at, SyntaxKind kind)
    {
        Frame.Link = null;
        var what = kind switch
        {
            SyntaxKind.String => "string",
            SyntaxKind.Number => Text(at).Contains('.') ? "float" : "int",
            SyntaxKind.Duration => "duration",
            SyntaxKind.Regex => "regex",
            SyntaxKind.True or SyntaxKind.False => "bool",
            SyntaxKind.Star => "star",
            _ => "",
        };
        Hold(what, at);
        if (kind == SyntaxKind.String && Frame is { Callee: { Kind: NameKind.Property, Name: "measurement" }, IsList: false } && _outer.TryPeek(out var outer) && outer.Current is { } on)
        {
            var name = LiteralText.UnquoteString(Text(at), out _);
            Measurements.Add(name);
            outer.Current = on with { Measurement = name };
        }
    }

    // Of a value the first part says what it is, which is right but for comparisons.
    private void Hold(string what, int at)
    {
        if (_declared is { Holds: "" } && _declared.Value == at)
            _declared.Holds = what;
    }

    private void Open(int at, NameUse? callee, bool isList = false)
    {
        if (isList)
            Hold("list", at);
        _outer.Push(Frame);
        Frame = new OutlineFrame
        {
            Callee = callee,
            Open = at,
            IsList = isList,
            IsLambda = Frame.IsLambda && callee is null or { Kind: NameKind.Function },
            Argument = isList ? Frame.Argument : 0,
        };
    }

    private bool IsCall(int at) => Kind(at - 1) == SyntaxKind.Identifier && Names is [.., { } last] && last.Span.End == tree.Tokens[at - 1].Span.End && !last.IsDeclaration;

    private void BeginStatement()
    {
        _outer.Clear();
        Frame = new OutlineFrame();
        _declared = null;
    }

    // A link on a line of its own does not belong to a call that is never closed.
    private void LeaveUnclosed(int at, SyntaxKind kind)
    {
        if (kind is not (SyntaxKind.Pipe or SyntaxKind.At or SyntaxKind.Dot) || !IsFirstOfLine(at))
            return;
        while (_outer.Count > 0 && _unclosed.Contains(Frame.Open))
            Frame = _outer.Pop();
    }

    private bool IsFirstOfLine(int at) => tree.Tokens[at].LeadingTrivia.Any(trivia => tree.Source.Text.AsSpan(trivia.Span.Start, trivia.Span.Length).Contains('\n'));

    private bool IsUnindented(int at) => tree.Tokens[at].Span.Start is var start && (start == 0 || tree.Source.Text[start - 1] is '\n' or '\r');

    private static HashSet<int> UnclosedIn(SyntaxTree tree)
    {
        var open = new Stack<int>();
        var unclosed = new HashSet<int>();
        for (var at = 0; at < tree.Tokens.Count; at++)
        {
            switch (tree.Tokens[at].Kind)
            {
                case SyntaxKind.OpenParen or SyntaxKind.OpenBracket:
                    open.Push(at);
                    break;
                case SyntaxKind.CloseParen or SyntaxKind.CloseBracket:
                    open.TryPop(out _);
                    break;
                case SyntaxKind.Var or SyntaxKind.Dbrp or SyntaxKind.EndOfFile:
                    unclosed.UnionWith(open);
                    open.Clear();
                    break;
            }
        }

        return unclosed;
    }
}
