using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Tasks;

/// <summary>A definition was refused; the message is shown to the person who made it.</summary>
public sealed class DefinitionException(DefinitionProblem problem, string message) : Exception(message)
{
    public DefinitionProblem Problem { get; } = problem;

    /// <summary>All that is wrong with the script, when the script is to blame.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The script that <see cref="Diagnostics"/> are about; null when there are none.</summary>
    public string? Script { get; init; }

    internal static DefinitionException Invalid(string message) => new(DefinitionProblem.Invalid, message);

    internal static DefinitionException NotFound(string message) => new(DefinitionProblem.NotFound, message);
}
