using Tocsin.Alerting.Names;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.RuleTests.Judging;

/// <summary>The handlers of an engine, as files of tests name them.</summary>
internal static class HandlerNames
{
    /// <summary><c>topic/handler</c>, and <c>task/node/kind</c> for those of scripts.</summary>
    public static IEnumerable<string> In(AlertEngine engine) => engine.Alerts.Outbox.Counters.Select(counters => Of(HandlerTarget.Parse(counters.Target)));

    private static string Of(HandlerTarget target) =>
        target.NodeKind is { } kind && NodeTopic.Parse(target.Topic) is { } node ? $"{node.Task}/{node.Node}/{kind}" : target.ToString();
}
