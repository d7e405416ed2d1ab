namespace Tocsin.Engine.Sources;

/// <summary>Where the points of a source are written.</summary>
internal sealed record SourcePoints
{
    /// <summary>The database that scripts read them from.</summary>
    public required string Database { get; init; }

    /// <summary>The retention policy. Empty, the default, for the one that writes without a name get.</summary>
    public string RetentionPolicy { get; init; } = "";
}
