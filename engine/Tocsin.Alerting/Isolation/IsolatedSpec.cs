using System.Text.Json;

namespace Tocsin.Alerting.Isolation;

/// <summary>All that another process needs to make a handler as the server would.</summary>
public sealed record IsolatedSpec
{
    /// <summary>The kind of the handler.</summary>
    public required string Kind { get; init; }

    /// <summary>Its options, by <see cref="ConfigWire"/>.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>The services of the configuration, by <see cref="ConfigWire"/>.</summary>
    public required JsonElement Sections { get; init; }

    /// <summary>Where the code of the plugin is loaded from that brings the kind; null for a C# script.</summary>
    public string? PluginFolder { get; init; }

    /// <summary>Where relative paths of scripts begin; null for a plugin.</summary>
    public string? ScriptFolder { get; init; }

    public required string HandlerId { get; init; }

    public required string Hostname { get; init; }

    public required Uri ServerUrl { get; init; }

    /// <summary>Networks that nothing is sent to.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>Parts of these that are reached nevertheless.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];
}
