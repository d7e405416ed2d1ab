namespace Tocsin.Server.Cli;

/// <summary>Folders that somebody names: one that is not there is most likely misspelt.</summary>
internal static class GivenFolder
{
    /// <param name="folder">Null or empty when nobody named one.</param>
    /// <param name="by">Who names it: <c>--plugins</c>.</param>
    /// <param name="what">What would be in it.</param>
    /// <exception cref="CliException">There is no such folder.</exception>
    public static string? Check(string? folder, string by, string what)
    {
        if (string.IsNullOrEmpty(folder) || Directory.Exists(folder))
            return folder;
        var instead = File.Exists(folder) ? "it is a file" : "it does not exist";
        throw new CliException($"{by} names {folder} as the folder of {what}, and {instead}: mend the name, or make the folder");
    }
}
