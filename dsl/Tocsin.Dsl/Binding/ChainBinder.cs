using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>Binds chains: properties, and with a <see cref="NodeLinker"/> nodes. After a mistake it goes on as if the right thing had been written.</summary>
internal sealed class ChainBinder(BindingContext context, ExpressionBinder expressions)
{
    private readonly NodeLinker _linker = new(context);

    public object Bind(ChainSyntax chain)
    {
        var left = expressions.Bind(chain.Left);
        return chain.Right switch
        {
            CallSyntax call => BindCall(chain, left, call),
            IdentifierSyntax name when chain.Operator == ChainOperator.Dot => BindRead(chain, left, name),
            IdentifierSyntax name => BindCall(chain, left, new CallSyntax(name.Span, name, [], IsMultiline: false)),
            _ => Poison.Value,
        };
    }

    private object BindCall(ChainSyntax chain, object left, CallSyntax syntax)
    {
        var call = ChainCall.From(syntax, [.. syntax.Arguments.Select(expressions.Bind)]);
        if (left is Poison)
            return left;
        if (Target.Of(left, context.Graph.Catalog) is not { } target)
        {
            context.Diagnostics.ReportNoProperties(syntax.Name.Span, left, chain.Left);
            return Poison.Value;
        }

        var property = target.FindMember(call.Name);
        var node = target.FindNode(chain.Operator, call.Name);
        if (chain.Operator == ChainOperator.At && node?.Operator != ChainOperator.At && context.Options.SilentFunctions.TryGetValue(call.Name, out var why))
        {
            context.MarkSilent(target.Node);
            context.Diagnostics.ReportSilentFunction(call.Span, why);
            return Poison.Value;
        }

        if (property is not null && (chain.Operator == ChainOperator.Dot || node?.Operator != chain.Operator))
        {
            if (chain.Operator != ChainOperator.Dot)
                context.Diagnostics.ReportWrongOperator(call.Span, chain.Operator, call.Name, target.Name, ChainOperator.Dot);
            target.Node.Note(context.StandIns.UseIn(syntax.Arguments));
            return SetProperty(target, property, call);
        }

        if (node is null)
            return BindUnknown(chain.Operator, target, call);

        if (chain.Operator != node.Operator)
            context.Diagnostics.ReportWrongOperator(call.Span, chain.Operator, call.Name, target.Name, node.Operator);
        var before = context.Graph.Nodes.Count;
        var linked = _linker.Link(target.Node, node, call);
        if (context.StandIns.UseIn(syntax.Arguments) is not StandInUse.None and var use)
        {
            // Some nodes stand for several.
            foreach (var made in context.Graph.Nodes.Skip(before))
                made.Note(use);
        }

        return linked;
    }

    private object BindUnknown(ChainOperator op, Target target, ChainCall call)
    {
        context.MarkBroken(target.Node);
        if (!target.IsUncertain)
            ReportUnknown(op, target, call);
        return op == ChainOperator.Dot ? ScriptObject.After(target.Node) : Poison.Value;
    }

    private void ReportUnknown(ChainOperator op, Target target, ChainCall call)
    {
        if (target.NodeOutOfPlace(op, call.Name) is { } node && (op != ChainOperator.At || node.Operator == op))
            context.Diagnostics.ReportNodeOutOfPlace(call.Span, node, target.Name);
        else if (op == ChainOperator.At)
            context.Diagnostics.ReportUnknownFunctionNode(call.Span, call.Name, target.Name, target.FunctionNames);
        else if (op == ChainOperator.Dot && target.Node.Descriptor.Members.Lacking?.Invoke(call.Name) is var (message, wayOut))
            context.Diagnostics.ReportLacking(call.Span, message, wayOut);
        else
            context.Diagnostics.ReportUnknownMember(call.Span, call.Name, target.Name, target.NamesFor(op));
    }

    private object SetProperty(Target target, TargetMember property, ChainCall call)
    {
        var member = property.Member;
        if (property.IsUnusualSpelling)
            context.Diagnostics.ReportUnusualSpelling(call.Span, call.Name, member.Name);

        if (ArgumentMatcher.Match(context.Diagnostics, member, call) is not { } arguments)
            return AfterMistake(target, member);

        try
        {
            if (ReferenceEquals(property.Receiver, target.Node.Definition))
                target.Node.Note(member.Name, call.Span);
            var result = member.Invoke(property.Receiver, arguments);
            if (result is IPlaced placed && member.Result is not null)
                placed.Span = call.Span;
            return member.Result is { } own ? new ScriptObject(target.Node, result, own) : target.Value;
        }
        catch (ScriptArgumentException e)
        {
            context.Diagnostics.ReportArgument(call.Span, call.Name, e);
            return AfterMistake(target, member);
        }
    }

    private object AfterMistake(Target target, MemberDescriptor member)
    {
        context.MarkBroken(target.Node);
        return member.Result is null ? target.Value : ScriptObject.After(target.Node);
    }

    private object BindRead(ChainSyntax chain, object left, IdentifierSyntax name)
    {
        if (left is Poison)
            return left;

        var span = chain.LinkSpan();
        if (Target.Of(left, context.Graph.Catalog) is not { } target)
            context.Diagnostics.ReportNoProperties(span, left, chain.Left);
        else if (target.FindMember(name.Name) is not { } property)
            ReportUnknownRead(span, target, name.Name);
        else if (property.Member.Read is { } read && property.Receiver is { } receiver)
            return read(receiver) ?? UnsetValue(span, property.Member);
        else
            context.Diagnostics.ReportCallWithoutParentheses(span, name.Name);
        return Poison.Value;
    }

    private void ReportUnknownRead(TextSpan span, Target target, string name)
    {
        if (!target.IsUncertain)
            context.Diagnostics.ReportUnknownRead(span, name, target.Name, target.NamesFor(ChainOperator.Dot));
    }

    private object UnsetValue(TextSpan span, MemberDescriptor member)
    {
        if (member.Parameters[0].Type == typeof(string))
            return "";

        context.Diagnostics.ReportUnsetProperty(span, member.Name);
        return Poison.Value;
    }
}
