namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary><c>tocsin replay-live</c>: plays what InfluxDB answers, and keeps no recording.</summary>
internal static class ReplayLiveCommands
{
    public static ProgramCommand All(Terminal terminal, ServerChoice server) => new CommandWithVerbs(
        "replay-live",
        CommandGroup.Talking,
        "Play data to a task that is queried for it, without a recording.",
        [
            new ReplayLiveBatchCommand(terminal, server),
            new ReplayLiveQueryCommand(terminal, server),
        ])
    {
        WhenUnknown = ExitCode.Failed,
    };
}
