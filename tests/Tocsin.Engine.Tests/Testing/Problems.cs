using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>What a node finds wrong with its script.</summary>
internal static class Problems
{
    /// <summary>The messages of <see cref="NodeDefinition.Validate"/>, errors only.</summary>
    public static IReadOnlyList<string> Of(NodeDefinition definition) =>
        [.. All(definition).Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Message)];

    /// <summary>The same, warnings only.</summary>
    public static IReadOnlyList<string> WarningsOf(NodeDefinition definition) =>
        [.. All(definition).Where(diagnostic => diagnostic.Severity == Severity.Warning).Select(diagnostic => diagnostic.Message)];

    /// <summary>What to do about each.</summary>
    public static IReadOnlyList<string?> HintsOf(NodeDefinition definition) => [.. All(definition).Select(diagnostic => diagnostic.Hint)];

    private static DiagnosticBag All(NodeDefinition definition)
    {
        var diagnostics = new DiagnosticBag();
        var node = new GraphBuilder(new NodeCatalog([NodeDescriptors.From(definition.GetType())])).AddSource(definition, default);
        definition.Validate(new NodeProblems(diagnostics, node));
        return diagnostics;
    }
}
