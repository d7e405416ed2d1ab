namespace Tocsin.Dsl.Templates.Printing;

/// <summary>How errors and <c>%T</c> call the type of a value.</summary>
internal static class TypeNames
{
    public static string Of(in TemplateValue value) => value.Kind switch
    {
        TemplateValueKind.Nil => "<nil>",
        TemplateValueKind.Bool => "bool",
        TemplateValueKind.Int => "int",
        TemplateValueKind.Int64 => "int64",
        TemplateValueKind.Byte => "uint8",
        TemplateValueKind.Float => "float64",
        TemplateValueKind.String => "string",
        TemplateValueKind.Script => "template.JS",
        TemplateValueKind.Duration => "time.Duration",
        TemplateValueKind.Instant => "time.Time",
        TemplateValueKind.Month => "time.Month",
        TemplateValueKind.Weekday => "time.Weekday",
        TemplateValueKind.Struct => value.Struct.Shape.TypeName,
        TemplateValueKind.Map => value.Map.HoldsStrings ? "map[string]string" : "map[string]interface {}",
        _ => value.List.TypeName,
    };
}
