using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Definitions;

/// <summary>A handler that hands events on, and the topics that get them.</summary>
/// <param name="Handler">The handler with its topic.</param>
/// <param name="To">The topics it hands events to; none for a handler that delivers.</param>
public readonly record struct TopicWay(HandlerTarget Handler, IReadOnlyList<string> To)
{
    /// <summary>The way of events through a handler; one to nowhere while something is wrong with its options.</summary>
    /// <param name="options">The handler's options; variables stand in them as they were written.</param>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    /// <param name="readFile">Answers what a file says; null for those of this machine.</param>
    public static TopicWay Of(HandlerSpec spec, ConfigValue options, HandlerKinds kinds, Func<string, string?> environment, Func<string, string>? readFile = null) =>
        new(spec.Target, kinds.TryFind(spec.Kind, out var kind) && kind.IsForwarding ? kind.Options.TopicsOf(FilledOptions.Of(options, environment, readFile)) : []);
}
