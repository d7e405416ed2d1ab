using Tocsin.Sdk;

namespace Tocsin.Engine.Trust;

/// <summary>Programs that handlers of kind <c>exec</c> may run when others than administrators define them by the API.</summary>
public sealed record ExecTrustOptions : ICheckedOptions
{
    /// <summary>
    /// The programs, as definitions name them: whole paths, or names that are searched in PATH. A path with a slash at its end stands for all
    /// programs in that folder. What they are given as arguments is not looked at. Default: none.
    /// </summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    public IEnumerable<OptionProblem> Check() =>
        Allow.Where(program => program.Length == 0 || (program.Contains(Path.DirectorySeparatorChar) && !Path.IsPathFullyQualified(program)))
            .Select(program => new OptionProblem("allow", $"'{program}' is neither a whole path nor a name that is searched in PATH"));
}
