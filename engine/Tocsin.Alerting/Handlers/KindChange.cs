namespace Tocsin.Alerting.Handlers;

/// <summary>What became of kinds of handlers when plugins changed.</summary>
/// <param name="Made">Kinds that are new or come from another version of their plugin.</param>
/// <param name="Gone">Kinds that nobody brings any more.</param>
public sealed record KindChange(IReadOnlySet<string> Made, IReadOnlySet<string> Gone)
{
    /// <summary>True when no kind changed.</summary>
    public bool IsEmpty => Made.Count == 0 && Gone.Count == 0;

    /// <summary>Compares what was in force with what is.</summary>
    public static KindChange Between(HandlerKinds before, HandlerKinds now) => new(
        now.All.Where(kind => !before.TryFind(kind.Name, out var old) || !ReferenceEquals(old, kind)).Select(kind => kind.Name).ToHashSet(),
        before.All.Where(kind => !now.TryFind(kind.Name, out _)).Select(kind => kind.Name).ToHashSet());

    /// <summary>Why a handler of a kind waits that nobody brings.</summary>
    public static string WhyGone(string kind) => $"the plugin that brings kind '{kind}' is not loaded";

    /// <summary>True when handlers of a kind have to change.</summary>
    public bool Concerns(string kind) => Made.Contains(kind) || Gone.Contains(kind);
}
