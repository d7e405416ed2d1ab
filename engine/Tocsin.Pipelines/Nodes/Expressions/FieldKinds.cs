using Tocsin.Dsl.Lambda;

namespace Tocsin.Pipelines.Nodes.Expressions;

/// <summary>Knows of which kind values of scripts are.</summary>
internal static class FieldKinds
{
    /// <param name="value">long, double, string or bool.</param>
    public static ValueKind Of(object value) => value switch
    {
        long => ValueKind.Integer,
        double => ValueKind.Float,
        bool => ValueKind.Boolean,
        _ => ValueKind.String,
    };
}
