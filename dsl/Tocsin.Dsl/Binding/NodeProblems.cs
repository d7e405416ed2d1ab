using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>Takes what <see cref="NodeDefinition.Validate"/> finds; knows the place of the node.</summary>
public sealed class NodeProblems(DiagnosticBag diagnostics, GraphNode node)
{
    /// <summary>Refuses the script.</summary>
    /// <param name="message">What is wrong, naming the property and its value.</param>
    /// <param name="hint">The way out, or null.</param>
    public void Error(string message, string? hint = null) =>
        diagnostics.Error("TS2001", node.Span, $"{node.Descriptor.Name}: {message}", hint);

    /// <summary>Tells the author of a likely mistake.</summary>
    /// <param name="code">Stable, <c>TS3xxx</c>.</param>
    public void Warning(string code, string message, string? hint = null) =>
        diagnostics.Warning(code, node.Span, $"{node.Descriptor.Name}: {message}", hint);
}
