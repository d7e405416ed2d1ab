using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Binding;

/// <summary>Every mistake of a whole script, its names and its values that the binder finds: codes TS1001 to TS1049.</summary>
internal static class BindingDiagnostics
{
    public static void ReportNoSource(this DiagnosticBag bag) =>
        bag.Error("TS1001", default, "invalid task type: no chain of the script begins with stream or batch", "begin with stream|from() or batch|query('…')");

    public static void ReportMixedSources(this DiagnosticBag bag, TextSpan span) =>
        bag.Error("TS1002", span, "invalid task type: the script uses both stream and batch", "make two tasks of it");

    public static void ReportNothingToDo(this DiagnosticBag bag) =>
        bag.Error("TS1003", default, "task does nothing: no node follows its source", "add one, as in stream|from()");

    public static void ReportUndefinedName(this DiagnosticBag bag, TextSpan span, string name, IReadOnlyCollection<string> names) =>
        bag.Error("TS1010", span, $"name \"{name}\" is undefined", bag.HintForName(name, names) ?? $"names in scope: {Suggestions.List(names)}");

    public static void ReportUndefinedNameInExpression(this DiagnosticBag bag, TextSpan span, string name, IEnumerable<string> names) =>
        bag.Error(
            "TS1010", span, $"name \"{name}\" is undefined",
            bag.HintForName(name, names) ?? new WayOut($"to read a field or tag write \"{name}\" in double quotes; for a text write '{name}' in single quotes", Remedy.Quote()));

    public static void ReportRedefinition(this DiagnosticBag bag, TextSpan span, string name) =>
        bag.Error("TS1011", span, $"attempted to redefine {name}, vars are immutable", "choose another name");

    public static void ReportUnknownVarType(this DiagnosticBag bag, TextSpan span, string type) =>
        bag.Error("TS1012", span, $"invalid var type \"{type}\"", $"the types are {string.Join(", ", VarTypes.Names)}");

    public static void ReportMissingValue(this DiagnosticBag bag, TextSpan span, string name, VarType type) =>
        bag.Error("TS1013", span, $"missing value for var \"{name}\"", $"give the task a {VarTypes.Name(type)} named {name}");

    public static void ReportWrongOverrideType(this DiagnosticBag bag, TextSpan span, string name, VarType given, VarType expected) =>
        bag.Error(
            "TS1014", span, $"invalid type supplied for {name}, got {Name(given)} expected {Name(expected)}",
            $"give it with \"type\": \"{VarTypes.Name(expected)}\"");

    public static void ReportInvalidOverrideRegex(this DiagnosticBag bag, TextSpan span, string name, string error) =>
        bag.Error("TS1015", span, $"invalid var {name}: invalid regex pattern: {error}");

    public static void ReportInvalidOverrideLambda(this DiagnosticBag bag, TextSpan span, string name, LinePosition place, Diagnostic error) =>
        bag.Error("TS1016", span, $"invalid var {name}: invalid lambda expression: {error.Message} ({place} of the value)", error.Hint);

    public static void ReportNameInOverrideLambda(this DiagnosticBag bag, TextSpan span, string name, string inner) =>
        bag.Error(
            "TS1017", span, $"invalid var {name}: the lambda given for it uses the name {inner}, but such lambdas see no variables",
            $"write the value in its place, or \"{inner}\" in double quotes for a field or tag");

    public static void ReportReferenceOutsideLambda(this DiagnosticBag bag, TextSpan span, string name) =>
        bag.Error(
            "TS1020", span, $"name \"{name}\" is undefined: fields and tags can only be read inside a lambda",
            "write 'lambda:' before the expression");

    public static void ReportUnaryOperand(this DiagnosticBag bag, TextSpan span, UnaryOperator op, object operand) =>
        bag.Error(
            "TS1021", span, $"invalid argument to '{SyntaxFacts.Text(op)}': {ScriptTypes.Describe(operand)}",
            op == UnaryOperator.Negate ? "it takes an int, float or duration" : "it takes TRUE or FALSE");

    public static void ReportConstantExpression(this DiagnosticBag bag, TextSpan span, string error) => bag.Error("TS1022", span, error);

    public static void ReportNoGlobalFunction(this DiagnosticBag bag, TextSpan span, string name) =>
        bag.Error(
            "TS1023", span, $"no global function \"{name}\" defined",
            FunctionCatalog.Default.TryFind(name, out _)
                ? new WayOut("outside lambdas functions can only be called as part of a computation, as in 'a' + string(5)")
                : new WayOut("a node begins with stream| or batch|", Remedy.Write($"{TaskType.StreamName}|{Remedy.AsItIs}").Unlikely()));

    public static void ReportTimeArguments(this DiagnosticBag bag, TextSpan span) =>
        bag.Error("TS1024", span, "time takes a duration and an optional second one", new WayOut("write time(10s) or time(10s, -2s)", Remedy.Call("time(10s)")));

    public static void ReportValueNotUsable(this DiagnosticBag bag, TextSpan span, string name, object value, string user) =>
        bag.Error(
            "TS1025", span, $"{name} is {ScriptTypes.Describe(value)}, which cannot be used in {user}",
            value switch
            {
                UncalledFunction { Name: "time" } => new WayOut("write \"time\" in double quotes for the time of the point"),
                UncalledFunction => $"a function that is all of a declaration is never called: use it in a computation, or write 'lambda: ' before it",
                ReferenceSyntax => $"declare it as var {name} = lambda: …",
                _ => null,
            });

    public static void ReportLambdaTooLarge(this DiagnosticBag bag, TextSpan span) =>
        bag.Error(
            "TS1027", span, $"with the lambdas it uses the expression has more than {LambdaSizes.MaxParts} parts or {LambdaSizes.MaxDepth} levels",
            "compute parts of it in earlier eval nodes");

    public static void ReportTextTooLong(this DiagnosticBag bag, TextSpan span, int length, int limit) =>
        bag.Error("TS1028", span, $"the computed text has {length} characters, {limit} are the most", null);

    public static void ReportInvalidRegex(this DiagnosticBag bag, TextSpan span, string error) =>
        bag.Error("TS1026", span, "error in the regular expression: " + error);

    public static void ReportUndefinedStrayName(this DiagnosticBag bag, TextSpan span, string name, IEnumerable<string> names) =>
        bag.Warning("TS1101", span, $"name \"{name}\" is undefined; the statement is ignored", bag.HintForName(name, names));

    public static void ReportReadWithoutUse(this DiagnosticBag bag, TextSpan span, string name) =>
        bag.Warning("TS1102", span, $".{name} without parentheses only reads the property, which does nothing here", "give it a value in parentheses, or remove it");

    public static void ReportUnusedVariable(this DiagnosticBag bag, TextSpan span, string name) =>
        bag.Warning("TS1103", span, $"nothing uses the variable {name}", "remove it");

    public static void ReportUnusedOverride(this DiagnosticBag bag, string name, IEnumerable<string> names) =>
        bag.Warning("TS1104", default, $"the task gives a value for {name}, but the script has no such variable", bag.DidYouMean(name, names));

    private static WayOut? HintForName(this DiagnosticBag bag, string name, IEnumerable<string> names) => name.ToUpperInvariant() switch
    {
        "TRUE" or "FALSE" => new WayOut($"write {name.ToUpperInvariant()}", Remedy.Write(name.ToUpperInvariant())),
        _ => bag.DidYouMean(name, names),
    };

    private static string Name(VarType type) => type == VarType.Bool ? "boolean" : VarTypes.Name(type);
}
