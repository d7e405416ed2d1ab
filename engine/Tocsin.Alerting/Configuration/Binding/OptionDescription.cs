namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>One option of a kind of handler, or one key of a service's section, for people.</summary>
public sealed record OptionDescription
{
    /// <summary>The key in files.</summary>
    public required string Key { get; init; }

    /// <summary>How scripts write it: <c>.repeats()</c>, or <c>argument</c> for one of the handler's own property. Empty for keys of a section.</summary>
    public string Script { get; init; } = "";

    /// <summary>What it takes, in words: <c>text</c>, <c>true or false</c>, <c>list of texts</c>.</summary>
    public required string Type { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>True when the value is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What holds when it is not given; empty for nothing, and for secrets.</summary>
    public string Default { get; init; } = "";

    /// <summary>What its author says of it; empty when that is not known.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The options of a nested section; empty for all others.</summary>
    public IReadOnlyList<OptionDescription> Options { get; init; } = [];
}
