using Tocsin.Sdk;

namespace Tocsin.Engine.Trust;

/// <summary>Files that handlers of kind <c>log</c> may write when others than administrators define them by the API.</summary>
public sealed record LogTrustOptions : ICheckedOptions
{
    /// <summary>The folder below which they are, as a whole path. Empty, the default: none.</summary>
    public string Folder { get; init; } = "";

    public IEnumerable<OptionProblem> Check() =>
        Folder.Length > 0 && !Path.IsPathFullyQualified(Folder) ? [new OptionProblem("folder", $"'{Folder}' is not a whole path, such as /var/log/alerts")] : [];
}
