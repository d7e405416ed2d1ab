namespace Tocsin.Engine.Hosting;

/// <summary>How functions of plugins and scripts are run, and where those are that are scripts.</summary>
public sealed record FunctionsOptions
{
    /// <summary>How long one call may take before it is logged; after twice as long its task fails. Default 5 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Holds <c>.csx</c> files. Empty, the default: <c>functions</c> in the load folder, or none when there is no load folder.</summary>
    public string Dir { get; init; } = "";
}
