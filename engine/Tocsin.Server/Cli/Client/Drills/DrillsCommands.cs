using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client.Drills;

/// <summary><c>tocsin drills</c>: drills on a schedule.</summary>
internal static class DrillsCommands
{
    public const string Path = RouteTable.OwnBase + "/drills/scheduled";

    public static ProgramCommand All(Terminal terminal, ServerChoice server)
    {
        var list = new ListDrillsCommand(terminal, server);
        return new CommandWithVerbs(
            "drills",
            CommandGroup.Talking,
            "List, define or delete drills on a schedule: test alerts whose failure is an alert itself.",
            [list, new DefineDrillsCommand(terminal, server), new DeleteDrillsCommand(terminal, server)],
            list);
    }
}
