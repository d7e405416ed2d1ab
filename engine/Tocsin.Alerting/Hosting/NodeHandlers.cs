using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Post;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>Makes the handlers that alert nodes define in scripts, and those that the configuration gives to all nodes.</summary>
/// <param name="kinds">The kinds in force.</param>
public sealed class NodeHandlers(Func<HandlerKinds> kinds, HandlerServices services, HandlerContext context, CrashGuard? guard = null)
{
    private readonly CrashGuard _guard = guard ?? CrashGuard.None;

    /// <summary>The configured <c>httppost</c> endpoint with this name, or null.</summary>
    public PostEndpoint? FindEndpoint(string name) => new HandlerSettings(typeof(PostEndpoint))
        .BindAll(services.Sections, [])
        .OfType<PostEndpoint>()
        .FirstOrDefault(endpoint => endpoint.Endpoint == name);

    /// <summary>A node's handlers and one of each kind that is configured as global and that the node has not.</summary>
    /// <param name="isStateChangesOnly">True when a handler so added wants its node to send changes of state only.</param>
    public IReadOnlyList<HandlerUse> WithGlobals(IReadOnlyList<HandlerUse> handlers, out bool isStateChangesOnly)
    {
        isStateChangesOnly = false;
        var all = new List<HandlerUse>(handlers);
        foreach (var kind in kinds().All)
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
    /// <param name="node">The topic of the node.</param>
    /// <param name="logger">Takes the handlers' own lines.</param>
    /// <param name="handlers">The handlers; when false is returned, those before the one that cannot be made.</param>
    /// <param name="isStateChangesOnly">True when a configured handler wants the node to send changes of state only.</param>
    /// <param name="fault">Why one cannot be made.</param>
    public bool TryCreateAll(
        IReadOnlyList<HandlerUse> uses, NodeTopic node, ILogger logger,
        out IReadOnlyList<NodeHandler> handlers, out bool isStateChangesOnly, [NotNullWhen(false)] out NodeHandlerFault? fault)
    {
        var made = new List<NodeHandler>();
        handlers = made;
        foreach (var use in WithGlobals(uses, out isStateChangesOnly))
        {
            if (!TryCreate(use, made.Count, node, logger, out var handler, out fault))
                return false;
            made.Add(handler);
        }

        fault = null;
        return true;
    }

    private bool TryCreate(
        HandlerUse use, int index, NodeTopic node, ILogger logger,
        [NotNullWhen(true)] out NodeHandler? made, [NotNullWhen(false)] out NodeHandlerFault? fault)
    {
        var target = HandlerTarget.OfNode(node.ToString(), index, use.Kind).ToString();
        var make = MakerOf(use, target, $"{node.Task}/{node.Node}", logger);
        made = null;
        fault = null;
        IAlertHandler? handler;
        if (WhySuspended() is { } why)
        {
            handler = new SuspendedHandler(why);
        }
        else if (!make(out handler, out var refusal))
        {
            fault = new NodeHandlerFault($"{node.Node}: failed to create {use.Kind} handler: {refusal.Message}", use.Span);
            return false;
        }

        made = new NodeHandler(use.Kind, handler, make)
        {
            System = kinds().SystemOf(use.Kind),
            WhySuspended = WhySuspended,
            Resume = () => _guard.Resume(target, CodeOf(use)),
        };
        return true;

        string? WhySuspended() => _guard.WhySuspended(target, CodeOf(use));
    }

    private ForeignCode? CodeOf(HandlerUse use) => kinds().CodeOf(use.Kind, use.Options);

    /// <summary>Makes handlers as a script wants them, by the kinds that are in force at the time; otherwise the error says what is wrong.</summary>
    /// <param name="target">Whose deliveries they make.</param>
    /// <param name="owner">The task and node, for the handler's own log lines.</param>
    /// <param name="logger">Takes these lines.</param>
    private HandlerMaker MakerOf(HandlerUse use, string target, string owner, ILogger logger)
    {
        var own = context with { HandlerId = owner, Log = text => AlertLog.HandlerSays(logger, owner, text) };
        return ([NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal) =>
        {
            using (_guard.BeginMaking(target, CodeOf(use)))
                return kinds().TryCreate(use.Kind, use.Options, services, own, out handler, out refusal);
        };
    }
}
