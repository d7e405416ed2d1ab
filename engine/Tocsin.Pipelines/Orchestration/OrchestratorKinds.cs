using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Pipelines.Orchestration;

/// <summary>The kinds of orchestrators there are at one moment. Immutable.</summary>
public sealed class OrchestratorKinds
{
    /// <summary>None: all come from plugins.</summary>
    public static readonly OrchestratorKinds Empty = new([]);

    private OrchestratorKinds(IReadOnlyList<OrchestratorKind> all) => All = all;

    /// <summary>All by name.</summary>
    public IReadOnlyList<OrchestratorKind> All { get; }

    public OrchestratorKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>These and one more; false when its name is taken.</summary>
    public bool TryAdd(OrchestratorKind kind, [NotNullWhen(true)] out OrchestratorKinds? kinds, [NotNullWhen(false)] out string? error)
    {
        var other = Find(kind.Name);
        kinds = other is null ? new OrchestratorKinds([.. All.Append(kind).OrderBy(known => known.Name, StringComparer.Ordinal)]) : null;
        error = other is null ? null : $"orchestrator '{kind.Name}' is already provided by '{other.Origin}'";
        return other is null;
    }
}
