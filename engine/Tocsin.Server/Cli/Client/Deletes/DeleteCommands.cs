namespace Tocsin.Server.Cli.Client.Deletes;

/// <summary><c>tocsin delete</c>: deletes tasks, templates, topics or the handlers of a topic.</summary>
internal static class DeleteCommands
{
    // The peer's client ends with 3 for a kind that is not there.
    public static ProgramCommand All(Terminal terminal, ServerChoice server) => new CommandWithVerbs(
        "delete",
        CommandGroup.Talking,
        "Delete tasks, templates, topics or topic handlers.",
        [
            new DeleteTasksCommand("tasks", "tocsin delete tasks cpu_alert 'old_*'", terminal, server),
            new DeleteTasksCommand("templates", "tocsin delete templates cpu", terminal, server),
            new DeleteTopicsCommand(terminal, server),
            new DeleteTopicHandlersCommand(terminal, server),
        ])
    {
        WhenUnknown = ExitCode.Failed,
    };
}
