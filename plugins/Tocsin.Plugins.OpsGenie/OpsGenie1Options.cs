using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>What one handler of the first Alert API can say; what is left empty is taken from the configuration.</summary>
[HandlerOptions]
internal sealed record OpsGenie1Options
{
    /// <summary>Names of the teams that are notified, templates.</summary>
    [Destination]
    [ScriptProperty("teams")]
    public IReadOnlyList<EventTemplate> TeamsList { get; init; } = [];

    /// <summary>Names of the users that are notified, templates.</summary>
    [Destination]
    [ScriptProperty("recipients")]
    public IReadOnlyList<EventTemplate> RecipientsList { get; init; } = [];
}
