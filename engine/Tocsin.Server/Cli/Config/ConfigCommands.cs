namespace Tocsin.Server.Cli.Config;

/// <summary><c>tocsin config</c>: what a configuration comes to, and Kapacitor's as one of this server.</summary>
internal static class ConfigCommands
{
    public static ProgramCommand All(Terminal terminal)
    {
        var show = new ShowConfigCommand(terminal);
        return new CommandWithVerbs(
            "config", CommandGroup.Writing, "Show the effective configuration, or convert a kapacitor.conf.", [show, new ConvertConfigCommand(terminal)], show);
    }
}
