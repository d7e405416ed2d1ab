using Tocsin.Alerting.Alerts.Activities;

namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>Which part of the open alerts is asked for.</summary>
public sealed record AlertPageQuery
{
    /// <summary>Alerts, or folds, at most.</summary>
    public required int Limit { get; init; }

    /// <summary>The name of an order.</summary>
    public string Sort { get; init; } = AlertOrder.Default;

    /// <summary>The place of the last alert that is known already; null begins at the top.</summary>
    public AlertPlace? After { get; init; }

    /// <summary>What alerts are put together by: <c>topic</c>, <c>task</c>, or the name of a tag; empty for a list.</summary>
    public string Group { get; init; } = "";

    /// <summary>The one fold whose alerts are asked for; null for all.</summary>
    public string? Fold { get; init; }

    /// <summary>What they must have; null for nothing.</summary>
    public AlertSearch? Search { get; init; }

    /// <summary>What else they must be.</summary>
    public AlertQuery Filter { get; init; } = new();

    internal bool IsFolded => Group.Length > 0 && Fold is null;

    internal bool Takes(ListedAlert alert) =>
        Filter.TakesTopic(alert.Topic) && Filter.Takes(alert.Status) && (Fold is null || AlertFold.KeyOf(alert, Group) == Fold) && Search?.Finds(alert) != false;
}
