namespace Tocsin.Server.Cli.Client.Statistics;

/// <summary><c>tocsin stats</c>: what the server counts.</summary>
internal static class StatsCommands
{
    public static ProgramCommand All(Terminal terminal, ServerChoice server) => new CommandWithVerbs(
        "stats",
        CommandGroup.Talking,
        "Show general information about the server, or how much is written to it.",
        [new GeneralStatsCommand(terminal, server), new IngressStatsCommand(terminal, server)]);
}
