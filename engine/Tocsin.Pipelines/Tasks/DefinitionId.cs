using System.Text.RegularExpressions;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Pipelines.Tasks;

/// <summary>The rule for ids of tasks and templates.</summary>
public static partial class DefinitionId
{
    /// <summary>The id if it is a good one, a new unique one if it is empty.</summary>
    /// <param name="what">What the id is of, for the error: <c>task</c>.</param>
    /// <exception cref="DefinitionException">The id cannot be one.</exception>
    internal static string Check(string id, string what)
    {
        if (id.Length == 0)
            return Guid.NewGuid().ToString();
        return Problem(id, what) is { } problem ? throw DefinitionException.Invalid(problem) : id;
    }

    /// <summary>What is wrong with an id; null when it is a good one.</summary>
    /// <param name="what">What the id is of: <c>task</c>.</param>
    public static string? Problem(string id, string what)
    {
        if (AddressableName.Problem(id) is { } problem)
            return $"{what} ID cannot be used: {problem}";
        return Good().IsMatch(id) ? null : $"{what} ID must contain only letters, numbers, '-', '.' and '_'. \"{id}\"";
    }

    [GeneratedRegex(@"^[-\._\p{L}0-9]+\z")]
    private static partial Regex Good();
}
