using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Definitions;

/// <summary>Finds what keeps a handler from delivering although its definition is right in itself.</summary>
public static class HandlerChecks
{
    /// <summary>What keeps a handler of a script from delivering; warnings but for what keeps it from being made.</summary>
    public static IReadOnlyList<ConfigProblem> Of(HandlerUse use, Surroundings surroundings) => Of(use.Kind, surroundings.Kinds.FillInScript(use, surroundings.Environment, surroundings.ReadFile), surroundings);

    private static IReadOnlyList<ConfigProblem> Of(string kind, FilledOptions options, Surroundings surroundings) =>
        surroundings.Kinds.TryFind(kind, out var found) ? [.. found.Options.CheckDelivery(options, surroundings.Services), .. surroundings.IsElsewhere ? [] : found.Options.CheckMachine(options)] : [];

    /// <summary>The same for a handler of a topic, and whether anybody listens to the topics it publishes to.</summary>
    /// <param name="options">The options; variables are filled in.</param>
    public static IReadOnlyList<ConfigProblem> Of(HandlerSpec spec, FilledOptions options, Surroundings surroundings) =>
    [
        .. EventMatch.TryParse(spec.Match, out var match, out _) && match.Warning.Length > 0 ? [new ConfigProblem(match.Warning, IsWarning: true) { Option = "match" }] : Array.Empty<ConfigProblem>(),
        .. Of(spec.Kind, options, surroundings), .. OfTexts(spec.Kind, options, surroundings), .. OfTopics(spec, options, surroundings),
    ];

    // In scripts they are told where the script is read.
    private static IEnumerable<ConfigProblem> OfTexts(string kind, FilledOptions options, Surroundings surroundings) => !surroundings.Kinds.TryFind(kind, out var found) ? [] :
        found.Options.TextsOf(options.Options).SelectMany(text => text.Warnings.Select(warning => new ConfigProblem($"handler kind '{kind}': option '{text.Option}': {warning.Message}", text.Place, IsWarning: true)));

    private static IEnumerable<ConfigProblem> OfTopics(HandlerSpec spec, FilledOptions options, Surroundings surroundings) =>
        surroundings.HasListener is not { } listens || !surroundings.Kinds.TryFind(spec.Kind, out var kind) ? [] :
        kind.Options.TopicsOf(options).Where(topic => !listens(topic))
            .Select(topic => new ConfigProblem($"handler '{spec.Id}' publishes to the topic '{topic}', and no handler listens there", options.Options.Place, IsWarning: true));
}
