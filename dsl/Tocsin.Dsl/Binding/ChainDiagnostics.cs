using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Binding;

/// <summary>Every mistake of chains and their arguments that the binder finds: codes TS1050 to TS1099.</summary>
internal static class ChainDiagnostics
{
    private const string SilentFunction = "TS3640";

    public static void ReportWrongOperator(
        this DiagnosticBag bag, TextSpan span, ChainOperator used, string name, string target, ChainOperator right) =>
        bag.Error(
            "TS1050", span, $"{SyntaxFacts.Text(used)}{name} on {target}: {name} is a {Kind(right)}",
            new WayOut($"use the '{SyntaxFacts.Text(right)}' operator: {SyntaxFacts.Text(right)}{name}(…)" + (used == ChainOperator.At ? "; '@' is for functions, and none of this name is loaded" : ""), Remedy.Behind(SyntaxFacts.Text(right))));

    public static void ReportUnknownMember(
        this DiagnosticBag bag, TextSpan span, string name, string target, IEnumerable<(ChainOperator Operator, string Name)> names) =>
        bag.Error("TS1051", span, $"no node or property \"{name}\" on {target}", bag.DidYouMean(name, names));

    public static void ReportLacking(this DiagnosticBag bag, TextSpan span, string message, string wayOut) =>
        bag.Error("TS3311", span, message, wayOut);

    public static void ReportUnknownFunctionNode(
        this DiagnosticBag bag, TextSpan span, string name, string target, IReadOnlyCollection<string> functions) =>
        bag.Error(
            "TS1052", span, $"no user-defined function \"{name}\" for {target}", functions.Count == 0
                ? "there are no functions for '@': plugins and scripts bring some, and those of other processes stand in the section 'udf' of the configuration"
                : Among(functions, bag.DidYouMean(name, functions.Select(f => (ChainOperator.At, f)))));

    public static void ReportSilentFunction(this DiagnosticBag bag, TextSpan span, string why) =>
        bag.Warning(
            SilentFunction, span, $"{why}; the script is not checked from here on",
            "start what the function needs: a server asks it again, and starts the tasks that wait for it when it answers");

    public static void ReportNodeOutOfPlace(this DiagnosticBag bag, TextSpan span, NodeDescriptor node, string target) =>
        bag.Error(
            "TS1053", span, $"{node.Name} cannot follow {target}",
            node.Follows.Count > 0 ? $"it follows {string.Join(" or ", node.Follows)}" : target switch
            {
                TaskType.StreamName => new WayOut($"choose the points first: stream|from(){SyntaxFacts.Text(node.Operator)}{node.Name}(…)", Remedy.Insert("|from()")),
                TaskType.BatchName => new WayOut(
                    $"choose the points first: batch|query('…'){SyntaxFacts.Text(node.Operator)}{node.Name}(…)", Remedy.Insert("|query('SELECT mean(\"value\") FROM \"db\".\"rp\".\"measurement\"')")),
                _ => $"{target} passes nothing on: put {node.Name} on the node before it",
            });

    public static void ReportNoProperties(this DiagnosticBag bag, TextSpan span, object value, ExpressionSyntax left) =>
        bag.Error(
            "TS1054", span, $"{ScriptTypes.Describe(value)} has no properties and no nodes follow it",
            left is ChainSyntax { Right: IdentifierSyntax name } ? $"'.{name.Name}' without parentheses reads the property: write .{name.Name}(…) to set it" : null);

    public static void ReportUnknownRead(
        this DiagnosticBag bag, TextSpan span, string name, string target, IEnumerable<(ChainOperator Operator, string Name)> names) =>
        bag.Error("TS1055", span, $"{target} has no property {name}", bag.DidYouMean(name, names));

    public static void ReportCallWithoutParentheses(this DiagnosticBag bag, TextSpan span, string name) =>
        bag.Error("TS1056", span, $"the property {name} cannot be read", $"write .{name}(…) with parentheses to set it");

    public static void ReportUnsetProperty(this DiagnosticBag bag, TextSpan span, string name) =>
        bag.Error("TS1057", span, $"the property {name} has no value yet", $"write .{name}(…) with parentheses to set it");

    public static void ReportArgumentCount(this DiagnosticBag bag, TextSpan span, MemberDescriptor member, ChainCall call) =>
        bag.Error("TS1060", span, $"{call.Name} takes {CountOf(member)}, but got {call.Arguments.Count}", new WayOut(SignatureOf(member), OtherCount(member, call.Arguments.Count)));

    public static void ReportArgumentType(this DiagnosticBag bag, TextSpan span, ChainCall call, int index, ParameterDescriptor parameter)
    {
        var which = call.Arguments.Count == 1 ? "" : $"argument {index + 1} of ";
        bag.Error(
            "TS1061", span, $"{which}{call.Name} must be {ScriptTypes.WithArticle(parameter.Type)}, not {ScriptTypes.Describe(call.Arguments[index])}",
            HintFor(parameter.Type, call.Arguments[index], index));
    }

    public static void ReportReferenceAsArgument(this DiagnosticBag bag, TextSpan span, string name, string reference, Type wanted) =>
        bag.Error(
            "TS1062", span, $"{name} cannot take the reference \"{reference}\": double quotes name a field or tag, and only lambdas can read those",
            wanted == typeof(LambdaExpression)
                ? new WayOut($"write lambda: \"{reference}\"", Remedy.Literal(reference, $"lambda: \"{reference}\""))
                : new WayOut($"write '{reference}' in single quotes", Remedy.Literal(reference, $"'{reference}'")));

    public static void ReportUncalledFunction(this DiagnosticBag bag, TextSpan span, string name, string function) =>
        bag.Error(
            "TS1063", span, $"{name} cannot take {function}, which is a function that was not called",
            "a function that is all of a declaration is never called: use it in a computation, as in 'a' + string(5)");

    public static void ReportArgument(this DiagnosticBag bag, TextSpan span, string name, ScriptArgumentException exception) =>
        bag.Error("TS1064", span, $"{name}: {exception.Message}", exception.Hint);

    public static void ReportWrongEdge(this DiagnosticBag bag, TextSpan span, NodeDescriptor node, GraphNode parent) =>
        bag.Error(
            "TS1070", span, $"{node.Name} takes {What(node.Wants)}, but {parent.Descriptor.Name} provides {What(parent.Provides)}",
            node.Wants == EdgeKind.Batch ? new WayOut("gather points with |window() first", Remedy.Insert("|window().period(10s).every(10s)")) : null);

    public static void ReportMixedParents(this DiagnosticBag bag, TextSpan span, NodeDescriptor node, GraphNode first, GraphNode other) =>
        bag.Error(
            "TS1071", span,
            $"{node.Name} cannot mix {What(first.Provides)} of {first.Descriptor.Name} with {What(other.Provides)} of {other.Descriptor.Name}",
            "bring both to the same kind, for example with |window()");

    public static void ReportUnusualSpelling(this DiagnosticBag bag, TextSpan span, string name, string usual) =>
        bag.Warning("TS1105", span, $"{name} is usually written {usual}", new WayOut($"write .{usual}(…): Kapacitor does not know {name}", Remedy.Rename(usual)));

    private static string Kind(ChainOperator op) => op switch
    {
        ChainOperator.Pipe => "node",
        ChainOperator.At => "user-defined function",
        _ => "property",
    };

    private static string CountOf(MemberDescriptor member)
    {
        var most = member.IsVariadic ? member.Parameters.Count - 1 : member.Parameters.Count;
        var least = member.Parameters.Take(most).Count(p => !p.IsOptional);
        if (member.IsVariadic)
            return $"at least {Arguments(least)}";
        if (least == most)
            return most == 0 ? "no arguments" : Arguments(most);
        return least == 0 ? $"at most {Arguments(most)}" : $"{least} to {Arguments(most)}";
    }

    private static WayOut Among(IReadOnlyCollection<string> functions, WayOut? near) =>
        new($"{(near is null ? "" : near.Text + " ")}there are {Suggestions.List([.. functions.Select(f => "@" + f)])}", near?.Remedy);

    // The first ones stay; what is missing is made up by its type.
    private static Remedy? OtherCount(MemberDescriptor member, int given)
    {
        var most = member.IsVariadic ? int.MaxValue : member.Parameters.Count;
        var missing = member.Parameters.Take(member.IsVariadic ? member.Parameters.Count - 1 : member.Parameters.Count).Skip(given)
            .Where(parameter => !parameter.IsOptional).Select(parameter => ScriptTypes.Name(parameter.Type) switch
            {
                "string" => $"'{parameter.Name}'",
                "lambda" => "lambda: TRUE",
                "duration" => "10s",
                "int" => "1",
                "float" => "1.0",
                "bool" => "TRUE",
                _ => null,
            }).ToList();
        return missing.Contains(null) ? null : Remedy.Arguments(Math.Min(given, most), missing.OfType<string>());
    }

    private static string Arguments(int count) => count == 1 ? "1 argument" : $"{count} arguments";

    private static string? SignatureOf(MemberDescriptor member)
    {
        if (member.Parameters.Count == 0)
            return $"write {member.Name}()";

        var parameters = member.Parameters.Select((p, i) =>
            $"{p.Name} {ScriptTypes.Name(p.Type)}{(member.IsVariadic && i == member.Parameters.Count - 1 ? "…" : p.IsOptional ? "?" : "")}");
        return $"write {member.Name}({string.Join(", ", parameters)})";
    }

    private static WayOut? HintFor(Type wanted, object value, int index) => value switch
    {
        long number when wanted == typeof(double) => new WayOut($"write {number}.0", Remedy.Argument(index, $"{number}.0")),
        long number when wanted == typeof(Duration) => new WayOut($"write it with a unit, as in {number}s", Remedy.Argument(index, $"{number}s")),
        long number when wanted == typeof(string) => new WayOut($"write '{number}' in quotes", Remedy.Argument(index, $"'{number}'")),
        double number when wanted == typeof(long) && number == Math.Floor(number) && Math.Abs(number) < 1e15 => new WayOut($"write {(long)number}", Remedy.Argument(index, $"{(long)number}")),
        string text when wanted == typeof(LambdaExpression) => new WayOut($"write lambda: \"{text}\" for the field or tag of that name", Remedy.Argument(index, $"lambda: \"{text}\"")),
        string text when wanted == typeof(Duration) => new WayOut($"write {text} without quotes if that is a duration", Remedy.Argument(index, text)),
        _ when wanted == typeof(LambdaExpression) => new WayOut("write 'lambda:' before the expression", Remedy.Argument(index, $"lambda: {Remedy.AsItIs}")),
        Duration when wanted == typeof(string) => new WayOut(null, Remedy.Argument(index, $"'{Remedy.AsItIs}'")),
        object[] => new WayOut("a list must be the only argument"),
        _ => null,
    };

    private static string What(EdgeKind kind) => kind switch
    {
        EdgeKind.Stream => "points",
        EdgeKind.Batch => "batches",
        _ => "nothing",
    };
}
