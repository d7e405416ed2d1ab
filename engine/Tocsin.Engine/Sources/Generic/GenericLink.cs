namespace Tocsin.Engine.Sources.Generic;

/// <summary>A link of a generic source; both parts are texts as everywhere in <see cref="GenericOptions"/>.</summary>
internal sealed record GenericLink
{
    /// <summary>What it leads to.</summary>
    public string Text { get; init; } = "";

    /// <summary>The address; a link without one is left out.</summary>
    public required string Href { get; init; }
}
