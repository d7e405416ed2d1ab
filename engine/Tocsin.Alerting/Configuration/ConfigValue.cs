using System.Globalization;

namespace Tocsin.Alerting.Configuration;

/// <summary>
/// A value somebody configured, from a YAML file, a JSON body or a script: its type is the one that was written, nothing is converted.
/// Immutable.
/// </summary>
public abstract record ConfigValue
{
    /// <summary>Where it was written; null when it came from no file.</summary>
    public ConfigPlace? Place { get; init; }

    /// <summary>The text that stands in the file without quotes; null for all other values.</summary>
    public string? Written { get; init; }

    /// <summary>The tag of its own that was written before it, as in <c>!any</c>, with the mark; empty when there is none.</summary>
    public string Tag { get; init; } = "";

    /// <summary>The value in words for messages: <c>the text "5s"</c>, <c>the number 5</c>, <c>a list</c>.</summary>
    public abstract string Describe();
}

/// <summary>No value: a key without one, or null. Counts as absent.</summary>
public sealed record ConfigNull : ConfigValue
{
    public override string Describe() => "nothing";
}

/// <summary>Text.</summary>
public sealed record ConfigText(string Value) : ConfigValue
{
    private const int ShownLength = 80;

    /// <summary>True when the text came through a variable: it may stand for a number or a truth value, and is never shown.</summary>
    public bool IsSubstituted { get; init; }

    /// <summary>True in files of the peer, which write an empty text where there is no address and no duration: then the default holds.</summary>
    public bool MayBeBlank { get; init; }

    public override string Describe()
    {
        if (IsSubstituted)
            return "the text of a variable";
        return Value.Length <= ShownLength ? $"the text \"{Value}\"" : $"a text of {Value.Length} characters";
    }
}

/// <summary>A whole number.</summary>
public sealed record ConfigInteger(long Value) : ConfigValue
{
    public override string Describe() => "the number " + Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A number with a fraction or too large to be whole.</summary>
public sealed record ConfigFloat(double Value) : ConfigValue
{
    public override string Describe() => "the number " + Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>True or false.</summary>
public sealed record ConfigFlag(bool Value) : ConfigValue
{
    public override string Describe() => Value ? "true" : "false";
}

/// <summary>Values in their order.</summary>
public sealed record ConfigList(IReadOnlyList<ConfigValue> Items) : ConfigValue
{
    public override string Describe() => "a list";
}
