using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>What a node finds wrong with its script.</summary>
internal static class Problems
{
    /// <summary>The messages of <see cref="NodeDefinition.Validate"/>, errors only.</summary>
    public static IReadOnlyList<string> Of(NodeDefinition definition)
    {
        var diagnostics = new DiagnosticBag();
        var node = new GraphBuilder(new NodeCatalog([NodeDescriptors.From(definition.GetType())])).AddSource(definition, default);
        definition.Validate(new NodeProblems(diagnostics, node));
        return [.. diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Message)];
    }
}
