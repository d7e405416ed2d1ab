using Tocsin.Dsl.Templates.Printing;

namespace Tocsin.Dsl.Templates.Functions;

/// <summary>All functions that templates know.</summary>
internal static class FunctionTable
{
    private static readonly TemplateFunction Json = new("json", JsonText.Call, false, ParameterType.Any);

    private static readonly Dictionary<string, TemplateFunction> Functions = new TemplateFunction[]
    {
        new("and", (ref call) => call.Arguments[^1], true, ParameterType.Any, ParameterType.Any),
        new("or", (ref call) => call.Arguments[^1], true, ParameterType.Any, ParameterType.Any),
        new("not", (ref call) => TemplateValue.From(!Truth.Of(call.Arguments[0])), false, ParameterType.Any),
        new("eq", Comparisons.Equal, true, ParameterType.Any, ParameterType.Any),
        new("ne", Comparisons.NotEqual, false, ParameterType.Any, ParameterType.Any),
        new("lt", Comparisons.Less, false, ParameterType.Any, ParameterType.Any),
        new("le", Comparisons.LessOrEqual, false, ParameterType.Any, ParameterType.Any),
        new("gt", Comparisons.Greater, false, ParameterType.Any, ParameterType.Any),
        new("ge", Comparisons.GreaterOrEqual, false, ParameterType.Any, ParameterType.Any),
        new("len", Collections.Length, false, ParameterType.Any),
        new("index", Collections.Index, true, ParameterType.Any, ParameterType.Any),
        new("slice", Collections.Slice, true, ParameterType.Any, ParameterType.Any),
        new("print", (ref call) => call.Result(Printer.Print(call.Arguments, call.MaxLength)), true, ParameterType.Any),
        new("println", (ref call) => call.Result(Printer.PrintLine(call.Arguments, call.MaxLength)), true, ParameterType.Any),
        new("printf", (ref call) => call.Result(FormatPrinter.Format(call.Arguments[0].Text, call.Arguments[1..], call.MaxLength)),
            true, ParameterType.String, ParameterType.Any),
        new("html", (ref call) => call.Result(TextEscapes.Html(Joined(ref call))), true, ParameterType.Any),
        new("js", (ref call) => call.Result(TextEscapes.Script(Joined(ref call))), true, ParameterType.Any),
        new("urlquery", (ref call) => call.Result(TextEscapes.UrlQuery(Joined(ref call))), true, ParameterType.Any),
        new("call", CallNothing, true, ParameterType.Any, ParameterType.Any),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    public static TemplateFunction? Find(string name, TemplateOptions options) =>
        name == Json.Name && options.HasJson ? Json : Functions.GetValueOrDefault(name);

    // One string argument is taken as it is, without being printed first.
    public static string? Joined(ref FunctionCall call) =>
        call.Arguments is [{ Kind: TemplateValueKind.String } only] ? only.Text : Printer.Print(call.Arguments, call.MaxLength);

    // No value of a template is a function, so there is never something to call.
    private static TemplateValue CallNothing(ref FunctionCall call) => call.Arguments[0].IsNil
        ? call.Fail("call of nil")
        : call.Fail($"non-function of type {TypeNames.Of(call.Arguments[0])}");
}
