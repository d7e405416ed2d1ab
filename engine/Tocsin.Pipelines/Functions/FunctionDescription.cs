using Tocsin.Alerting.Configuration.Binding;

namespace Tocsin.Pipelines.Functions;

/// <summary>One function, for people.</summary>
public sealed record FunctionDescription
{
    /// <summary>As scripts write it: <c>celsius</c> or <c>@smooth</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who brings it: the id of the plugin, or the file.</summary>
    public required string Origin { get; init; }

    /// <summary>How it is called, one line each: <c>celsius(fahrenheit float) float</c>, or what goes into a node and comes out of it.</summary>
    public required IReadOnlyList<string> Signatures { get; init; }

    /// <summary>What its author says of it; empty when that is not known.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The properties of a node; empty for functions of lambdas.</summary>
    public IReadOnlyList<OptionDescription> Options { get; init; } = [];
}
