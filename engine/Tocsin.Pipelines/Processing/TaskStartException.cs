using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Processing;

/// <summary>A task cannot start; the message is shown to the person who wanted it.</summary>
internal sealed class TaskStartException(string message) : Exception(message)
{
    /// <summary>The node that cannot run; null when it is not known.</summary>
    public TextSpan? Span { get; init; }
}
