using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Post;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>Makes the handlers that alert nodes define in scripts, and those that the configuration gives to all nodes.</summary>
public sealed class NodeHandlers
{
    private readonly HandlerMaker _maker;

    internal NodeHandlers(HandlerMaker maker) => _maker = maker;

    private ServiceSections Sections => _maker.Services.Sections;

    /// <summary>The targets of the handlers that a node's script defines, in their order.</summary>
    public static IReadOnlyList<HandlerTarget> TargetsOf(NodeTopic node, IEnumerable<HandlerUse> handlers) => NodeHandlerId.TargetsOf(node.ToString(), handlers.Select(use => use.Id));

    /// <summary>The configured <c>httppost</c> endpoint with this name, or null.</summary>
    public PostEndpoint? FindEndpoint(string name) => new HandlerSettings(typeof(PostEndpoint))
        .BindAll(Sections, [])
        .OfType<PostEndpoint>()
        .FirstOrDefault(endpoint => endpoint.Endpoint == name);

    /// <summary>A node's handlers and one of each kind that is configured as global and that the node has not.</summary>
    /// <param name="isStateChangesOnly">True when a handler so added wants its node to send changes of state only.</param>
    public IReadOnlyList<HandlerUse> WithGlobals(IReadOnlyList<HandlerUse> handlers, out bool isStateChangesOnly)
    {
        isStateChangesOnly = false;
        var all = new List<HandlerUse>(handlers);
        foreach (var kind in _maker.Kinds.All)
        {
            if (handlers.Any(use => use.Kind == kind.Name))
                continue;
            all.AddRange(kind.Globals(Sections, out var wantsChangesOnly));
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
        var all = WithGlobals(uses, out isStateChangesOnly);
        foreach (var (use, target) in all.Zip(TargetsOf(node, all)))
        {
            // Of several of a kind each line has to say which one writes it.
            var id = all.Count(other => other.Kind == use.Kind) == 1 ? $"{node.Task}/{node.Node}" : target.InScript;
            if (!TryCreate(use, () => OrderOf(use, target, id, logger), node, out var handler, out fault))
                return false;
            made.Add(handler);
        }

        fault = null;
        return true;
    }

    private bool TryCreate(
        HandlerUse use, Func<HandlerOrder> order, NodeTopic node,
        [NotNullWhen(true)] out NodeHandler? made, [NotNullWhen(false)] out NodeHandlerFault? fault)
    {
        var first = order();
        made = null;
        fault = null;
        IAlertHandler? handler;
        if (_maker.WhySuspended(first) is { } why)
        {
            handler = new SuspendedHandler(why);
        }
        else if (!_maker.TryMake(first, out handler, out var refusal))
        {
            fault = new NodeHandlerFault($"{node.Node}: failed to create {use.Kind} handler: {refusal.Message}", use.Span);
            return false;
        }

        made = new NodeHandler(use.Kind, handler) { Id = use.Id, System = _maker.Kinds.SystemOf(use.Kind), Order = order };
        return true;
    }

    /// <param name="id">What the handler's own log lines call it.</param>
    /// <param name="logger">Takes these lines.</param>
    private HandlerOrder OrderOf(HandlerUse use, HandlerTarget target, string id, ILogger logger) => new(target, use.Kind, _maker.Kinds.FillInScript(use, _maker.Services.Environment))
    {
        Id = id,
        Log = text => AlertLog.HandlerSays(logger, id, text),
    };
}
