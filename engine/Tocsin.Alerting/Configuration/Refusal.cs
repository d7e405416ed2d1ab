using Tocsin.Dsl.Syntax;

namespace Tocsin.Alerting.Configuration;

/// <summary>Why a definition, whatever it defines, was refused.</summary>
/// <param name="Kind">Which sort of refusal it is: the API's answer has a status for each.</param>
/// <param name="Message">All of it in words, for the person who made the definition.</param>
public sealed record Refusal(RefusalKind Kind, string Message)
{
    /// <summary>What is wrong with its values, with their options and places; empty when something else is to blame.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; init; } = [];

    /// <summary>What is wrong with its script; empty when something else is to blame.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The script that <see cref="Diagnostics"/> are about; null when there are none.</summary>
    public string? Script { get; init; }

    /// <summary>A refusal for what is wrong with values, a line each.</summary>
    /// <param name="context">What was tried, at the beginning of the message: <c>invalid handler spec: </c>.</param>
    public static Refusal Of(RefusalKind kind, IReadOnlyList<ConfigProblem> problems, string context = "") =>
        new(kind, context + string.Join('\n', problems)) { Problems = problems };

    /// <summary>The same refusal for whoever tried something with it.</summary>
    public Refusal When(string context) => this with { Message = context + Message };
}
