using Tocsin.Alerting.Handlers;
using Tocsin.Pipelines.Functions;

namespace Tocsin.Engine.Plugins;

/// <summary>What became of all that plugins bring when their folders changed.</summary>
/// <param name="Kinds">Kinds of handlers.</param>
/// <param name="GoneFunctions">Functions that are replaced or no longer there.</param>
/// <param name="MadeFunctions">Functions that are new, or a new version.</param>
public sealed record PluginChange(KindChange Kinds, IReadOnlyList<UserFunction> GoneFunctions, IReadOnlyList<UserFunction> MadeFunctions)
{
    /// <summary>True when there is nothing to adopt.</summary>
    public bool IsEmpty => Kinds.IsEmpty && !HasFunctions;

    /// <summary>True when functions changed.</summary>
    public bool HasFunctions => GoneFunctions.Count + MadeFunctions.Count > 0;

    /// <summary>Compares what was in force with what is.</summary>
    public static PluginChange Between(PluginSet before, PluginSet now) => new(
        KindChange.Between(before.Kinds, now.Kinds),
        [.. before.Functions.All.Except(now.Functions.All)],
        [.. now.Functions.All.Except(before.Functions.All)]);
}
