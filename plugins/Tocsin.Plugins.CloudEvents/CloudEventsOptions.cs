using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.CloudEvents;

/// <summary>How one source of CloudEvents reads.</summary>
[SourceOptions]
internal sealed record CloudEventsOptions : ICheckedOptions
{
    /// <summary>Levels by the type of events, <c>com.example.backup.failed: critical</c>, for those whose data holds no level.</summary>
    public IReadOnlyDictionary<string, string> Levels { get; init; } = new Dictionary<string, string>();

    /// <summary>The level of events that neither data nor type give one. Without it, the default, such events are not understood.</summary>
    public AlertLevel? DefaultLevel { get; init; }

    /// <summary>Whether each type has a topic of its own, named for it. Default false: the topic of the source.</summary>
    public bool TopicPerType { get; init; }

    /// <summary>Senders that get leave when they ask for it with OPTIONS, by what they call themselves; <c>*</c> is everyone. Default everyone.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = ["*"];

    /// <summary>The requests a minute that a sender is told to keep to. 0, the default: as many as it asks for.</summary>
    public int AllowedRate { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var (type, level) in Levels)
        {
            if (!CloudEventLevel.TryRead(level, out _))
                yield return new OptionProblem("levels", $"'{level}' of '{type}' isn't a level; use ok, info, warning or critical");
        }

        if (AllowedRate < 0)
            yield return new OptionProblem("allowed-rate", "it must be 0 or more");
    }
}
