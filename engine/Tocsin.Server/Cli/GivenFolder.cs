namespace Tocsin.Server.Cli;

/// <summary>A folder that somebody names: one that is not there is most likely misspelt.</summary>
/// <param name="Path">The folder.</param>
/// <param name="By">Who names it: <c>--plugins</c>.</param>
/// <param name="What">What would be in it.</param>
internal sealed record GivenFolder(string Path, string By, string What)
{
    /// <summary>What is wrong with it; null when it is there.</summary>
    public string? Problem =>
        Path.Length == 0 || Directory.Exists(Path) ? null
        : $"{By} names {Path} as the folder of {What}, and {(File.Exists(Path) ? "it is a file" : "it does not exist")}: mend the name, or make the folder";

    /// <exception cref="CliException">There is no such folder.</exception>
    public void Check()
    {
        if (Problem is { } problem)
            throw new CliException(problem);
    }
}
