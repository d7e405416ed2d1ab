namespace Tocsin.Server.Cli.Client.Statistics;

/// <summary><c>tocsin stats</c>: what the server counts.</summary>
internal static class StatsCommands
{
    public static ProgramCommand All(Terminal terminal, ServerChoice server) => new CommandWithVerbs(
        "stats",
        CommandGroup.Talking,
        "Show who the server is, or what is written to it.",
        [new GeneralStatsCommand(terminal, server), new IngressStatsCommand(terminal, server)]);
}
