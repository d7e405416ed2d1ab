using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Storage;

namespace Tocsin.Alerting.Definitions;

/// <summary>Finds what keeps a handler from delivering although its definition is right in itself.</summary>
public static class HandlerChecks
{
    /// <summary>What keeps a handler of a kind from delivering; all of it warnings.</summary>
    public static IReadOnlyList<ConfigProblem> Of(string kind, ConfigValue options, Surroundings surroundings) =>
        surroundings.Kinds.TryFind(kind, out var found) ? found.CheckDelivery(options, surroundings.Services) : [];

    /// <summary>The same for a handler of a topic, and whether anybody listens to the topics it publishes to.</summary>
    /// <param name="options">The options; variables are filled in.</param>
    public static IReadOnlyList<ConfigProblem> Of(HandlerSpec spec, ConfigValue options, Surroundings surroundings) =>
    [
        .. EventMatch.TryParse(spec.Match, out var match, out _) && match.Warning.Length > 0 ? [new ConfigProblem(match.Warning, IsWarning: true)] : Array.Empty<ConfigProblem>(),
        .. HandlerBuilder.IsOfKind(spec) ? [.. Of(spec.Kind, options, surroundings), .. OfTexts(spec.Kind, options, surroundings)] : OfTopics(spec, options, surroundings),
        .. IsPublishedNowhere(spec, options) ? [new ConfigProblem($"handler '{spec.Id}' publishes to no topic: name them in the option topics", options.Place, IsWarning: true)] : Array.Empty<ConfigProblem>(),
    ];

    /// <summary>The topics that a handler of the engine itself publishes to.</summary>
    public static IEnumerable<string> TopicsOf(HandlerSpec spec, ConfigValue options) => options is not ConfigMap map ? [] : spec.Kind switch
    {
        HandlerBuilder.PublishKind when map.TryFind("topics", out var topics) && topics is ConfigList list => list.Items.OfType<ConfigText>().Select(text => text.Value),
        HandlerBuilder.AggregateKind when map.TryFind("topic", out var topic) && topic is ConfigText text => [text.Value],
        _ => [],
    };

    // In scripts they are told where the script is read.
    private static IEnumerable<ConfigProblem> OfTexts(string kind, ConfigValue options, Surroundings surroundings) => !surroundings.Kinds.TryFind(kind, out var found) ? [] :
        found.TextsOf(options).SelectMany(text => text.Warnings.Select(warning => new ConfigProblem($"handler kind '{kind}': option '{text.Option}': {warning.Message}", text.Place, IsWarning: true)));

    private static bool IsPublishedNowhere(HandlerSpec spec, ConfigValue options) => spec.Kind == HandlerBuilder.PublishKind
        && (options is not ConfigMap map || !map.TryFind("topics", out var topics) || topics is ConfigNull or ConfigList { Items.Count: 0 });

    private static IReadOnlyList<ConfigProblem> OfTopics(HandlerSpec spec, ConfigValue options, Surroundings surroundings) => surroundings.HasListener is not { } listens ? [] :
    [
        .. TopicsOf(spec, options).Where(topic => !listens(topic))
            .Select(topic => new ConfigProblem($"handler '{spec.Id}' publishes to the topic '{topic}', and no handler listens there", options.Place, IsWarning: true)),
    ];
}
