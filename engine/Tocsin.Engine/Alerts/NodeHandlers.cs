using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Engine.Crashes;
using Tocsin.Engine.Alerts.Handlers.Post;
using Tocsin.Engine.Pipelines;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts;

/// <summary>Makes the handlers that alert nodes define in scripts, and those that the configuration gives to all nodes.</summary>
public sealed class NodeHandlers(HandlerKindRegistry kinds, HandlerServices services, HandlerContext context, CrashGuard? guard = null)
{
    private readonly CrashGuard _guard = guard ?? CrashGuard.None;

    /// <summary>The configured <c>httppost</c> endpoint with this name, or null.</summary>
    internal PostEndpoint? FindEndpoint(string name) => new HandlerSettings(typeof(PostEndpoint))
        .BindAll(services.Sections, [])
        .OfType<PostEndpoint>()
        .FirstOrDefault(endpoint => endpoint.Endpoint == name);

    /// <summary>A node's handlers and one of each kind that is configured as global and that the node has not.</summary>
    /// <param name="isStateChangesOnly">True when a handler so added wants its node to send changes of state only.</param>
    public IReadOnlyList<HandlerUse> WithGlobals(IReadOnlyList<HandlerUse> handlers, out bool isStateChangesOnly)
    {
        isStateChangesOnly = false;
        var all = new List<HandlerUse>(handlers);
        foreach (var kind in kinds.Current.All)
        {
            if (handlers.Any(use => use.Kind == kind.Name))
                continue;
            all.AddRange(kind.Globals(services.Sections, out var wantsChangesOnly));
            isStateChangesOnly |= wantsChangesOnly;
        }

        return all;
    }

    /// <summary>Makes all handlers that events of a node go to.</summary>
    /// <param name="uses">Those that its script defines.</param>
    /// <param name="logger">Takes the handlers' own lines.</param>
    /// <param name="isStateChangesOnly">True when a configured handler wants the node to send changes of state only.</param>
    /// <exception cref="TaskStartException">One cannot be made.</exception>
    public IReadOnlyList<NodeHandler> CreateAll(
        IReadOnlyList<HandlerUse> uses, string taskId, string nodeName, ILogger logger, out bool isStateChangesOnly) =>
        [.. WithGlobals(uses, out isStateChangesOnly).Select((use, i) => Create(use, i, taskId, nodeName, logger))];

    private NodeHandler Create(HandlerUse use, int index, string taskId, string nodeName, ILogger logger)
    {
        var target = NodeHandlerTargets.TargetOf(AlertSystem.NodeTopic("main", taskId, nodeName), index, use.Kind);
        var make = MakerOf(use, target, $"{taskId}/{nodeName}", logger);
        IAlertHandler? handler;
        var error = "";
        if (WhySuspended() is { } why)
            handler = new SuspendedHandler(why);
        else
            make(out handler, out error);
        return handler is not null
            ? new NodeHandler(use.Kind, handler, make)
            {
                System = kinds.Current.SystemOf(use.Kind),
                WhySuspended = WhySuspended,
                Resume = () => _guard.Resume(target, CodeOf(use)),
            }
            : throw new TaskStartException($"{nodeName}: failed to create {use.Kind} handler: {error}") { Span = use.Span };

        string? WhySuspended() => _guard.WhySuspended(target, CodeOf(use));
    }

    private ForeignCode? CodeOf(HandlerUse use) => kinds.Current.CodeOf(use.Kind, use.Options);

    /// <summary>Makes handlers as a script wants them, by the kinds that are in force at the time; otherwise the error says what is wrong.</summary>
    /// <param name="target">Whose deliveries they make.</param>
    /// <param name="owner">The task and node, for the handler's own log lines.</param>
    /// <param name="logger">Takes these lines.</param>
    private HandlerMaker MakerOf(HandlerUse use, string target, string owner, ILogger logger)
    {
        var own = context with { HandlerId = owner, Log = text => AlertLog.HandlerSays(logger, owner, text) };
        return ([NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out string? error) =>
        {
            using (_guard.BeginMaking(target, CodeOf(use)))
                return kinds.Current.TryCreate(use.Kind, use.Options, services, own, out handler, out error);
        };
    }
}
