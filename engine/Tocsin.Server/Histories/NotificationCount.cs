using Tocsin.Engine.Hosting.Trials;

namespace Tocsin.Server.Histories;

/// <summary>How often a handler would have notified somebody.</summary>
/// <param name="Handler">As people write it who know the script: <c>task/node/slack</c>, or <c>topic/handler</c>.</param>
internal sealed record NotificationCount(string Handler, int Count)
{
    /// <summary>The counts of what handlers were called for, the most first.</summary>
    public static IReadOnlyList<NotificationCount> Of(IReadOnlyList<HandlerCall> calls) =>
        [.. calls.GroupBy(call => call.Target.InScriptByKind, StringComparer.Ordinal).Select(group => new NotificationCount(group.Key, group.Count()))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Handler, StringComparer.Ordinal)];
}
