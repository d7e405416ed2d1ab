using Tocsin.Alerting.Matching;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Activities;

/// <summary>Which alerts are asked for.</summary>
public sealed record AlertQuery
{
    /// <summary>A topic's name or a pattern of <see cref="GoGlob"/>; empty takes all.</summary>
    public string Topic { get; init; } = "";

    /// <summary>An alert's id or a pattern of <see cref="GoGlob"/>; empty takes all.</summary>
    public string Id { get; init; } = "";

    /// <summary>The lowest level. Default INFO: all that is open.</summary>
    public AlertLevel MinLevel { get; init; } = AlertLevel.Info;

    /// <summary>True for acknowledged ones only, false for others only, null for both.</summary>
    public bool? IsAcknowledged { get; init; }

    internal bool TakesTopic(string name) => IsLike(Topic, name);

    internal bool Takes(AlertStatus alert) =>
        alert.State.Level >= MinLevel
        && IsLike(Id, alert.Id)
        && (IsAcknowledged is not { } wanted || wanted == alert.Acknowledgement is not null);

    // Ids may hold what means something in a pattern: the id itself always finds its alert.
    private static bool IsLike(string pattern, string name) =>
        pattern.Length == 0 || pattern == name || (GoGlob.TryMatch(pattern, name, out var isMatch) && isMatch);
}
