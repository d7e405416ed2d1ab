namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary><c>tocsin record</c>: keeps data to play it to tasks.</summary>
internal static class RecordCommands
{
    public static ProgramCommand All(Terminal terminal, ServerChoice server) => new CommandWithVerbs(
        "record",
        CommandGroup.Talking,
        "Record data to play it to tasks later.",
        [
            new RecordStreamCommand(terminal, server),
            new RecordBatchCommand(terminal, server),
            new RecordQueryCommand(terminal, server),
        ])
    {
        WhenUnknown = ExitCode.Failed,
    };
}
