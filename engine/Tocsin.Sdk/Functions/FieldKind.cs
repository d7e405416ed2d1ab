namespace Tocsin.Sdk.Functions;

/// <summary>What a field holds.</summary>
public enum FieldKind
{
    /// <summary>Nothing: there is no such field, or it has no value.</summary>
    Missing,

    /// <summary>A float.</summary>
    Float,

    /// <summary>An int.</summary>
    Integer,

    /// <summary>A bool.</summary>
    Boolean,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A duration; expressions make them, data never holds them.</summary>
    Duration,
}
