using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;

namespace Tocsin.Dsl.Tests.Lambda;

internal static class FieldTypes
{
    /// <summary>The field type a result of this kind is stored as, or null where a field cannot hold it.</summary>
    public static FieldType? AsFieldType(this ValueKind kind) => kind switch
    {
        ValueKind.Float => FieldType.Float,
        ValueKind.Integer => FieldType.Integer,
        ValueKind.String => FieldType.String,
        ValueKind.Boolean => FieldType.Boolean,
        ValueKind.Duration => FieldType.Duration,
        _ => null,
    };
}
