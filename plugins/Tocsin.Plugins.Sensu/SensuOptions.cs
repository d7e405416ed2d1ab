using Tocsin.Sdk;

namespace Tocsin.Plugins.Sensu;

/// <summary>What one Sensu handler can say; what is left empty is taken from the configuration.</summary>
[HandlerOptions]
internal sealed record SensuOptions
{
    /// <summary>The source of the check's result, a template: Sensu makes a client of its own for it.</summary>
    [Destination]
    public EventTemplate? Source { get; init; }

    /// <summary>The handlers of Sensu that take the result.</summary>
    [Destination]
    public IReadOnlyList<string> Handlers { get; init; } = [];

    /// <summary>Further attributes of the result by name; texts are templates. Default: none.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; init; } = new Dictionary<string, object>();
}
