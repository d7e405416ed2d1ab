namespace Tocsin.Dsl.Templates;

/// <summary>What a <see cref="TemplateValue"/> holds.</summary>
public enum TemplateValueKind : byte
{
    /// <summary>Nothing: a missing map entry or an explicit nothing. Prints as <c>&lt;no value&gt;</c>.</summary>
    Nil,
    Bool,

    /// <summary>A whole number written in the template or counted by it; its type prints as <c>int</c>.</summary>
    Int,

    /// <summary>A whole number from the data; its type prints as <c>int64</c>.</summary>
    Int64,

    /// <summary>One byte of a string; its type prints as <c>uint8</c>.</summary>
    Byte,
    Float,
    String,

    /// <summary>JSON made by the template's <c>json</c> function: text that scripts in HTML take as it is.</summary>
    Script,
    Duration,
    Instant,
    Month,
    Weekday,
    Struct,
    Map,
    List,
}
