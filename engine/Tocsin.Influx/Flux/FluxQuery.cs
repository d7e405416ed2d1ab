namespace Tocsin.Influx.Flux;

/// <summary>A question in Flux.</summary>
/// <param name="Text">The script.</param>
public sealed record FluxQuery(string Text)
{
    /// <summary>The organization, by name; empty for none.</summary>
    public string Org { get; init; } = "";

    /// <summary>The organization, by id; empty for none.</summary>
    public string OrgId { get; init; } = "";

    /// <summary>What <c>now()</c> is in the script, RFC 3339; empty for the server's clock.</summary>
    public string Now { get; init; } = "";
}
