namespace Tocsin.Server.Cli.Client.Lists;

/// <summary><c>tocsin list</c>: tables of what a server holds.</summary>
internal static class ListCommands
{
    // The peer's client ends with 3 for a kind that is not there.
    public static ProgramCommand All(Terminal terminal, ServerChoice server) => new CommandWithVerbs(
        "list",
        CommandGroup.Talking,
        "List tasks, templates, recordings, replays, topics, topic handlers or services that can be tested.",
        [
            new ListTasksCommand(terminal, server),
            new ListTemplatesCommand(terminal, server),
            new ListRecordingsCommand(terminal, server),
            new ListReplaysCommand(terminal, server),
            new ListTopicsCommand(terminal, server),
            new ListTopicHandlersCommand(terminal, server),
            new ListServiceTestsCommand(terminal, server),
        ])
    {
        WhenUnknown = ExitCode.Failed,
    };
}
