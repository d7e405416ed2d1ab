using System.Text.RegularExpressions;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Server.Loading.Checks;

/// <summary>Lets files be checked where the variables of the server are not set, such as in a build.</summary>
/// <param name="environment">Answers the variables that are set here; null for one that is not.</param>
/// <param name="files">What variables of files are filled in from; null for those of this machine.</param>
internal sealed partial class UnsetVariables(bool areAllowed, Func<string, string?> environment, MachineFiles? files = null)
{
    // Passes as text and as an address; other mistakes it might seem to make are left out, see Filter.
    private const string StandIn = "https://unset.invalid/";

    /// <summary>The files that definitions name.</summary>
    public MachineFiles Files { get; } = files ?? MachineFiles.Here;

    /// <summary>True when files are checked on another machine than the one they are for.</summary>
    public bool AreAllowed => areAllowed;

    /// <summary>The value of a variable, or what stands in for one that is not set; null when that is an error.</summary>
    public string? ValueOf(string name) => environment(name) ?? (areAllowed ? StandIn : null);

    /// <summary>What a file says that a variable names, or what stands in for one of which nothing is known.</summary>
    public string TextOf(string file) => Files.AreKnown ? RegularFile.ReadText(file) : StandIn;

    /// <summary>The problems of a file but for those of values that something stands in for.</summary>
    public IReadOnlyList<ConfigProblem> Filter(IEnumerable<ConfigProblem> problems, string text)
    {
        if (!areAllowed)
            return [.. problems];
        var lines = text.Split('\n');
        return [.. problems.Where(problem => problem.Place is not { } place || place.Line > lines.Length || !NamesUnset(lines[place.Line - 1]))];
    }

    private bool NamesUnset(string line) => Variable().Matches(line).Any(match => environment(match.Groups[1].Value) is null) || (!Files.AreKnown && line.Contains("${file:", StringComparison.Ordinal));

    [GeneratedRegex(@"\$\{env:([^}]*)\}")]
    private static partial Regex Variable();
}
