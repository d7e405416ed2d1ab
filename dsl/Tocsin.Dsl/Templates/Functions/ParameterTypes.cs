namespace Tocsin.Dsl.Templates.Functions;

/// <summary>How errors call what a function takes.</summary>
internal static class ParameterTypes
{
    public static string NameOf(ParameterType type) => type switch
    {
        ParameterType.String => "string",
        ParameterType.Int => "int",
        ParameterType.Int64 => "int64",
        ParameterType.Duration => "time.Duration",
        ParameterType.Instant => "time.Time",
        _ => "interface {}",
    };
}
