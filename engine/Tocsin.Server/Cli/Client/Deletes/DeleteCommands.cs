namespace Tocsin.Server.Cli.Client.Deletes;

/// <summary><c>tocsin delete</c>: deletes tasks, templates, recordings, replays, topics or the handlers of a topic.</summary>
internal static class DeleteCommands
{
    // The peer's client ends with 3 for a kind that is not there.
    public static ProgramCommand All(Terminal terminal, ServerChoice server) => new CommandWithVerbs(
        "delete",
        CommandGroup.Talking,
        "Delete tasks, templates, recordings, replays, topics or topic handlers.",
        [
            new DeleteByIdCommand("tasks", "tocsin delete tasks cpu_alert 'old_*'", terminal, server),
            new DeleteByIdCommand("templates", "tocsin delete templates cpu", terminal, server),
            new DeleteByIdCommand("recordings", "tocsin delete recordings monday", terminal, server),
            new DeleteByIdCommand("replays", "tocsin delete replays '*'", terminal, server),
            new DeleteTopicsCommand(terminal, server),
            new DeleteTopicHandlersCommand(terminal, server),
        ])
    {
        WhenUnknown = ExitCode.Failed,
    };
}
