using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>What one Opsgenie handler can say; what is left empty is taken from the configuration.</summary>
[HandlerOptions]
internal sealed record OpsGenieOptions
{
    /// <summary>Names of the teams that are told, templates.</summary>
    [Destination]
    [ScriptProperty("teams")]
    public IReadOnlyList<EventTemplate> TeamsList { get; init; } = [];

    /// <summary>Names of the users that are told, templates.</summary>
    [Destination]
    [ScriptProperty("recipients")]
    public IReadOnlyList<EventTemplate> RecipientsList { get; init; } = [];

    /// <summary>What is done to the alert when all is well again: <c>notes</c>, <c>close</c> or <c>acknowledge</c>.</summary>
    public string RecoveryAction { get; init; } = "";
}
