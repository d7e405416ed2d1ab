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

    /// <summary>
    /// The file that Kapacitor would read where nothing names one. It is not read here, as a server that is only tried out must not take over a
    /// Kapacitor's subscriptions; whoever expects it should know. Null when there is none, or something names another.
    /// </summary>
    /// <param name="system">Where the system's configurations are.</param>
    public static string? UnreadPath(string? given, Terminal terminal, string system = "/etc")
    {
        if (given is not null || terminal.Environment("KAPACITOR_CONFIG_PATH") is { Length: > 0 })
            return null;
        string[] places = [Path.Combine(terminal.Environment("HOME") ?? "/", ".kapacitor", "kapacitor.conf"), Path.Combine(system, "kapacitor", "kapacitor.conf")];
        return Array.Find(places, File.Exists);
    }
}
