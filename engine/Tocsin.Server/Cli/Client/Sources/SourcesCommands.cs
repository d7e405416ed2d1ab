using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client.Sources;

/// <summary><c>tocsin sources</c>: where alerts of other systems come in.</summary>
internal static class SourcesCommands
{
    public const string Path = RouteTable.OwnBase + "/sources";

    public static ProgramCommand All(Terminal terminal, ServerChoice server)
    {
        var list = new ListSourcesCommand(terminal, server);
        return new CommandWithVerbs(
            "sources",
            CommandGroup.Talking,
            "List, show, define or delete sources: where alerts of other systems come in.",
            [list, new ShowSourcesCommand(terminal, server), new DefineSourcesCommand(terminal, server), new DeleteSourcesCommand(terminal, server)],
            list);
    }

    public static string PathOf(string id) => $"{Path}/{Uri.EscapeDataString(id)}";
}
