using System.Text.RegularExpressions;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.Loading.Checks;

/// <summary>Lets files be checked where the variables of the server are not set, such as in a build.</summary>
/// <param name="environment">Answers the variables that are set here; null for one that is not.</param>
internal sealed partial class UnsetVariables(bool areAllowed, Func<string, string?> environment)
{
    // Passes as text and as an address; other mistakes it might seem to make are left out, see Filter.
    private const string StandIn = "https://unset.invalid/";

    /// <summary>True when files are checked on another machine than the one they are for.</summary>
    public bool AreAllowed => areAllowed;

    /// <summary>The value of a variable, or what stands in for one that is not set; null when that is an error.</summary>
    public string? ValueOf(string name) => environment(name) ?? (areAllowed ? StandIn : null);

    /// <summary>The problems of a file but for those of values that something stands in for.</summary>
    public IReadOnlyList<ConfigProblem> Filter(IEnumerable<ConfigProblem> problems, string text)
    {
        if (!areAllowed)
            return [.. problems];
        var lines = text.Split('\n');
        return [.. problems.Where(problem => problem.Place is not { } place || place.Line > lines.Length || !NamesUnset(lines[place.Line - 1]))];
    }

    private bool NamesUnset(string line) => Variable().Matches(line).Any(match => environment(match.Groups[1].Value) is null);

    [GeneratedRegex(@"\$\{env:([^}]*)\}")]
    private static partial Regex Variable();
}
