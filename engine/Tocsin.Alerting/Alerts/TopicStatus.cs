using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>A topic as the API shows it.</summary>
/// <param name="Level">The highest level of its alert ids.</param>
/// <param name="Collected">Events since the server started.</param>
/// <param name="Ids">Its alert ids by level.</param>
public readonly record struct TopicStatus(string Name, AlertLevel Level, long Collected, LevelCounts Ids)
{
    /// <summary>How many handlers listen.</summary>
    public int Handlers { get; init; }
}
