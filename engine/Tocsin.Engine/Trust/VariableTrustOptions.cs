using Tocsin.Alerting.Matching;
using Tocsin.Sdk;

namespace Tocsin.Engine.Trust;

/// <summary>What definitions of others than administrators may read of the server's machine when they come by the API.</summary>
public sealed record VariableTrustOptions : ICheckedOptions
{
    /// <summary>Names of variables that may stand in <c>${env:NAME}</c>; <c>*</c> stands for any characters, as in <c>ALERT_*</c>. Default: none.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Folders, as whole paths, whose files may be read by <c>${file:PATH}</c> and by <c>sideload</c>. Default: none.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    public IEnumerable<OptionProblem> Check() =>
    [
        .. Env.Where(name => !GoGlob.IsWellFormed(name)).Select(name => new OptionProblem("env", $"'{name}' isn't a pattern of names, such as ALERT_*")),
        .. Files.Where(folder => !Path.IsPathFullyQualified(folder)).Select(folder => new OptionProblem("files", $"'{folder}' is not a whole path, such as /run/secrets")),
    ];
}
