using Tocsin.Pipelines.Shadows;
using Tocsin.Sdk;

namespace Tocsin.Server.Histories;

/// <summary>What a task and its shadow raised, as histories that can be compared.</summary>
internal static class ShadowHistories
{
    public static (AlertHistory Live, AlertHistory Shadow) Of(string live, ShadowRecord record, DateTimeOffset now)
    {
        var days = (now - record.Since).TotalDays;
        return (Side(live, record.Changes.Where(change => !change.IsShadow), days), Side(ShadowId.Of(live), record.Changes.Where(change => change.IsShadow), days));
    }

    private static AlertHistory Side(string task, IEnumerable<ShadowChange> changes, double days) => AlertHistory.Of(
        task,
        changes.Select(change => new AlertEvent { Topic = "", Id = change.Id, Level = change.Level, Message = change.Message, UnixNanoseconds = change.Time }),
        days);
}
