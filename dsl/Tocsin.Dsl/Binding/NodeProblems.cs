using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Binding;

/// <summary>Takes what <see cref="NodeDefinition.Validate"/> finds; knows the place of the node.</summary>
/// <param name="hasStandIns">True while the script's variables have no values: what they stand for is not to be believed.</param>
public sealed class NodeProblems(DiagnosticBag diagnostics, GraphNode node, bool hasStandIns = false)
{
    /// <summary>What nodes take from a configuration.</summary>
    internal IReadOnlyList<object> Settings { get; init; } = [];

    /// <summary>Of the configuration what a node is judged by; null when it is not known.</summary>
    public T? Setting<T>()
        where T : class => Settings.OfType<T>().FirstOrDefault();

    /// <summary>Refuses the script.</summary>
    /// <param name="message">What is wrong, naming the property and its value.</param>
    /// <param name="hint">The way out, or null.</param>
    public void Error(string message, WayOut? hint = null) =>
        diagnostics.Error("TS2001", node.Span, $"{node.Descriptor.Name}: {message}", hint);

    /// <summary>Refuses a script with a value that no task can start with; a template whose variables have no values yet is let pass.</summary>
    /// <param name="message">What is wrong, naming the property and its value.</param>
    /// <param name="hint">The way out, or null.</param>
    /// <param name="property">The property to show; null for the node.</param>
    public void ErrorOfValue(string message, WayOut? hint = null, string? property = null)
    {
        if (!hasStandIns)
            diagnostics.Error("TS2001", node.SpanOf(property), $"{node.Descriptor.Name}: {message}", hint);
    }

    /// <summary>The same at a place of its own, such as that of a handler.</summary>
    public void ErrorOfValue(string message, TextSpan span)
    {
        if (!hasStandIns)
            diagnostics.Error("TS2001", span, message);
    }

    /// <summary>Tells the author of a likely mistake.</summary>
    /// <param name="code">Stable, <c>TS3xxx</c>.</param>
    /// <param name="message">What is wrong, naming the property and its value.</param>
    /// <param name="hint">The way out, or null.</param>
    /// <param name="property">The property to show; null for the node.</param>
    public void Warning(string code, string message, WayOut? hint = null, string? property = null) =>
        diagnostics.Warning(code, node.SpanOf(property), $"{node.Descriptor.Name}: {message}", hint);

    /// <summary>Warns of a value; a template whose variables have no values yet is let pass.</summary>
    /// <inheritdoc cref="Warning(string, string, WayOut?, string?)"/>
    public void WarningOfValue(string code, string message, WayOut? hint = null, string? property = null)
    {
        if (!hasStandIns)
            Warning(code, message, hint, property);
    }

    /// <summary>The same at a place of its own, such as that of a handler.</summary>
    public void Warning(string code, string message, WayOut? hint, TextSpan span) => diagnostics.Warning(code, span, $"{node.Descriptor.Name}: {message}", hint);
}
