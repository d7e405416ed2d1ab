namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>How strictly values are bound and what messages call their owner.</summary>
/// <param name="Owner">What the options belong to, as messages begin: <c>handler kind 'post'</c>, <c>section 'http'</c>; may be empty.</param>
/// <param name="IgnoresMissing">True while the options are still being gathered.</param>
public sealed record BindRules(string Owner, bool IgnoresMissing = false)
{
    /// <summary>Keys at the top that the class does not have, because the engine reads them.</summary>
    public IReadOnlyList<string> KeysOfEngine { get; init; } = [];

    /// <summary>True when only what the class declares is judged: its own checks, which may read files, are left out.</summary>
    public bool IsFormOnly { get; init; }
}
