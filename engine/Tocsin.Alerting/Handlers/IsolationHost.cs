using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers.Outgoing;
using Tocsin.Alerting.Isolation;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Makes handlers whose calls run in processes of their own.</summary>
/// <param name="program">The program that runs them.</param>
public sealed class IsolationHost(IsolationOptions options, ChildProgram program, TimeProvider time)
{
    private readonly ChildPlaces _places = new(options.Processes);

    /// <summary>True when the configuration wants this for all handlers of a kind.</summary>
    public bool Wants(HandlerKind kind) => kind.Plugin is { } plugin ? options.Plugins.Contains(plugin.Id) : kind.ScriptFolder is not null && options.Scripts;

    internal IAlertHandler Make(HandlerKind kind, ConfigValue given, ServiceSections sections, HandlerContext context, OutgoingOptions outgoing)
    {
        var spec = new IsolatedSpec
        {
            Kind = kind.Name,
            Options = ConfigWire.Write(given),
            Sections = ConfigWire.Write(new ConfigMap(sections.All)),
            PluginFolder = kind.Plugin?.Folder,
            ScriptFolder = kind.ScriptFolder,
            HandlerId = context.HandlerId,
            Hostname = context.Hostname,
            ServerUrl = context.ServerUrl,
            Deny = outgoing.Deny,
            Allow = outgoing.Allow,
        };
        return new IsolatedHandler(cancellation => Child.StartAsync(program, spec, options.MemoryMb, context.Log, time, cancellation), _places, time);
    }
}
