namespace Tocsin.Dsl.Data;

/// <summary>What a field holds.</summary>
public enum FieldType : byte
{
    /// <summary>The field is there but has no value, as join's <c>fill('null')</c> makes them.</summary>
    Null,
    Float,
    Integer,
    Boolean,
    String,

    /// <summary>Nanoseconds. Comes from expressions only; prints as an integer.</summary>
    Duration,
}
