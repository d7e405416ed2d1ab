using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>The kinds of sources there are at one moment. Immutable: a changed set of plugins makes new ones.</summary>
public sealed class SourceKinds
{
    private readonly Dictionary<string, SourceKind> _byName;

    private SourceKinds(IReadOnlyList<SourceKind> kinds)
    {
        All = kinds;
        _byName = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
    }

    /// <summary>The kinds that the engine brings along.</summary>
    public static SourceKinds BuiltIn { get; } = new(
    [
        .. typeof(SourceKinds).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(AlertSourceAttribute)))
            .Select(type => SourceKind.FromType(type, HandlerKinds.EngineOrigin))
            .OrderBy(kind => kind.Name, StringComparer.Ordinal),
    ]);

    /// <summary>All kinds by name.</summary>
    public IReadOnlyList<SourceKind> All { get; }

    public bool TryFind(string kind, [NotNullWhen(true)] out SourceKind? found) => _byName.TryGetValue(kind, out found);

    /// <summary>Tells that a kind is not known, and which is meant.</summary>
    public string Unknown(string kind) => $"unsupported source kind '{kind}'{NameHint.Of(kind, _byName.Keys)}";

    /// <summary>These kinds and one more; false when its name is taken.</summary>
    public bool TryAdd(SourceKind kind, [NotNullWhen(true)] out SourceKinds? kinds, [NotNullWhen(false)] out string? error)
    {
        error = TryFind(kind.Name, out var other) ? $"source kind '{kind.Name}' is already provided by '{other.Origin}'" : null;
        kinds = error is null ? new SourceKinds([.. All.Append(kind).OrderBy(each => each.Name, StringComparer.Ordinal)]) : null;
        return error is null;
    }

    /// <summary>These kinds without some.</summary>
    public SourceKinds Without(IReadOnlyCollection<SourceKind> gone) => gone.Count == 0 ? this : new SourceKinds([.. All.Except(gone)]);
}
