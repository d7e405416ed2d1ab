namespace Tocsin.Engine.Configuration;

/// <summary>The server's own measurements, which tasks can watch like any others.</summary>
public sealed record StatsOptions
{
    /// <summary>Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Default 10 s.</summary>
    public TimeSpan StatsInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Default <c>_kapacitor</c>, which existing scripts read.</summary>
    public string Database { get; init; } = "_kapacitor";

    /// <summary>Default <c>autogen</c>.</summary>
    public string RetentionPolicy { get; init; } = "autogen";
}
