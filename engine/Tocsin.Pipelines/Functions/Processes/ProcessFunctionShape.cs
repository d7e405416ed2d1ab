using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Functions.Processes.Wire;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>What a function says of itself: what it takes and gives, and the types of the values of each option. Never changes.</summary>
internal sealed record ProcessFunctionShape(EdgeKind Wants, EdgeKind Provides, IReadOnlyDictionary<string, IReadOnlyList<Wire.ValueType>> Options)
{
    /// <summary>As the answer says.</summary>
    public static ProcessFunctionShape Of(InfoResponse answer) => new(
        EdgeOf(answer.Wants),
        EdgeOf(answer.Provides),
        answer.Options.ToDictionary(option => option.Key, option => (IReadOnlyList<Wire.ValueType>)[.. option.Value.ValueTypes], StringComparer.Ordinal));

    /// <summary>True when scripts made for one fit the other.</summary>
    public bool IsSame(ProcessFunctionShape other) =>
        Wants == other.Wants && Provides == other.Provides && Options.Count == other.Options.Count
        && Options.All(option => other.Options.TryGetValue(option.Key, out var types) && types.SequenceEqual(option.Value));

    private static EdgeKind EdgeOf(EdgeType type) => type == EdgeType.Batch ? EdgeKind.Batch : EdgeKind.Stream;
}
