using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client.Deliveries;

/// <summary><c>tocsin deliveries</c>: what each handler delivered and owes.</summary>
internal static class DeliveriesCommands
{
    public const string Path = RouteTable.OwnBase + "/deliveries";

    public static ProgramCommand All(Terminal terminal, ServerChoice server)
    {
        var list = new ListDeliveriesCommand(terminal, server);
        return new CommandWithVerbs(
            "deliveries",
            CommandGroup.Talking,
            "Show what each handler delivered, what is pending and what failed.",
            [list, new ResumeDeliveriesCommand(terminal, server)],
            list);
    }
}
