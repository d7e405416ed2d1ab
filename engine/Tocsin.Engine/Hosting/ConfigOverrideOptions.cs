namespace Tocsin.Engine.Hosting;

/// <summary>Whether the API may set options of services over those of the file.</summary>
public sealed record ConfigOverrideOptions
{
    /// <summary>Default true. What was set while it was true stays in force.</summary>
    public bool Enabled { get; init; } = true;
}
