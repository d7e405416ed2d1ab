namespace Tocsin.Dsl.Lambda;

/// <summary>The kinds of value an expression can meet.</summary>
public enum ValueKind : byte
{
    /// <summary>Neither a field nor a tag of that name is there.</summary>
    Missing,
    Float,
    Integer,
    String,
    Boolean,

    /// <summary>Nanoseconds.</summary>
    Duration,
    Regex,

    /// <summary>A moment; comes from <c>"time"</c> and <c>now()</c> only and feeds functions only.</summary>
    Time,
}
