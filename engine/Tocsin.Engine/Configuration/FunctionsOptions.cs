namespace Tocsin.Engine.Configuration;

/// <summary>How functions of plugins and scripts are run.</summary>
public sealed record FunctionsOptions
{
    /// <summary>How long one call may take before the log tells; after twice as long its task fails. Default 5 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);
}
