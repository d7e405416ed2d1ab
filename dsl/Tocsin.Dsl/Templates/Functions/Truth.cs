namespace Tocsin.Dsl.Templates.Functions;

/// <summary>What counts as true in <c>if</c>, <c>with</c>, <c>and</c>, <c>or</c>, <c>not</c>: all but zero, empty and nothing.</summary>
internal static class Truth
{
    public static bool Of(in TemplateValue value) => value.Kind switch
    {
        TemplateValueKind.Nil => false,
        TemplateValueKind.Float => value.Float != 0,
        TemplateValueKind.String or TemplateValueKind.Script => value.Text.Length > 0,
        TemplateValueKind.Map => value.Map.Count > 0,
        TemplateValueKind.List => value.List.Count > 0,
        TemplateValueKind.Struct or TemplateValueKind.Instant => true,
        _ => value.Integer != 0,
    };
}
