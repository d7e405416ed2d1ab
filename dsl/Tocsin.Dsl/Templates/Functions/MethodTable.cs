namespace Tocsin.Dsl.Templates.Functions;

/// <summary>The methods of times, durations, months and weekdays.</summary>
internal static class MethodTable
{
    private static readonly Dictionary<string, TemplateFunction> Names = Of(
        new TemplateFunction("String", (ref call) => TemplateValue.From(Printing.Printer.Print(call.Arguments[0])), false));

    public static TemplateFunction? Find(in TemplateValue receiver, string name) => receiver.Kind switch
    {
        TemplateValueKind.Instant => InstantMethods.All.GetValueOrDefault(name),
        TemplateValueKind.Duration => DurationMethods.All.GetValueOrDefault(name),
        TemplateValueKind.Month or TemplateValueKind.Weekday => Names.GetValueOrDefault(name),
        _ => null,
    };

    public static Dictionary<string, TemplateFunction> Of(params TemplateFunction[] methods) =>
        methods.ToDictionary(method => method.Name, StringComparer.Ordinal);
}
