namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary><c>tocsin replay-live</c>: plays what InfluxDB answers, and keeps no recording.</summary>
internal static class ReplayLiveCommands
{
    public static ProgramCommand All(Terminal terminal, ServerChoice server) => new CommandWithVerbs(
        "replay-live",
        CommandGroup.Talking,
        "Query data and play it to a task, without a recording.",
        [
            new ReplayLiveBatchCommand(terminal, server),
            new ReplayLiveQueryCommand(terminal, server),
        ])
    {
        WhenUnknown = ExitCode.Failed,
    };
}
