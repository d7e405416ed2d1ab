using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary><c>tocsin ack</c> and <c>tocsin unack</c>: somebody takes care of an alert, or nobody does any more.</summary>
internal sealed class AcknowledgeCommand : ActivityCommand
{
    private readonly Option<string?> _message;

    private AcknowledgeCommand(string name, string description, string action, Terminal terminal, ServerChoice server)
        : base(name, description, action, terminal, server) => _message = Option<string?>("message", "A comment to go with it.", "TEXT");

    public override IReadOnlyList<string> Examples => [$"tocsin {Name} system cpu:host=web-07", $"tocsin {Name} system cpu:host=web-07 --by dana --message \"looking\""];

    public static AcknowledgeCommand Give(Terminal terminal, ServerChoice server) =>
        new("ack", "Acknowledge an alert: somebody is taking care of it.", "acknowledge", terminal, server);

    public static AcknowledgeCommand TakeBack(Terminal terminal, ServerChoice server) =>
        new("unack", "Withdraw an acknowledgement.", "unacknowledge", terminal, server);

    protected override string Message(ParseResult arguments) => arguments.GetValue(_message) ?? "";
}
