namespace Tocsin.Server.Cli;

/// <summary>Which configuration a server is started with: that of the command line, else that of the variable that Kapacitor reads.</summary>
internal static class ConfigChoice
{
    /// <summary>What says that there is none, though the variable names one.</summary>
    private const string None = "/dev/null";

    /// <param name="given">That of the command line; null when it names none.</param>
    /// <returns>The file; null for none.</returns>
    public static string? PathOf(string? given, Terminal terminal) =>
        (given ?? terminal.Environment("KAPACITOR_CONFIG_PATH")) is { Length: > 0 } path && path != None ? path : null;
}
