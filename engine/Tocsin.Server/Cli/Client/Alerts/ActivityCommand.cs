using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary>A command by which somebody does something about an alert.</summary>
internal abstract class ActivityCommand : ClientCommand
{
    private readonly Argument<string> _topic;
    private readonly Argument<string> _id;
    private readonly Option<string?> _by;
    private readonly string _action;

    /// <param name="action">The end of the API's path.</param>
    protected ActivityCommand(string name, string description, string action, Terminal terminal, ServerChoice server)
        : base(name, description, terminal, server)
    {
        _action = action;
        _topic = Argument<string>("topic", "The topic of the alert.");
        _id = Argument<string>("id", "The alert's id.");
        _by = Option<string?>("by", "Who does it. Default: the user of this computer.", "NAME");
    }

    protected sealed override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["topic"] = arguments.GetValue(_topic),
            ["id"] = arguments.GetValue(_id),
            ["by"] = arguments.GetValue(_by) ?? Environment.UserName,
            ["message"] = Message(arguments),
        };
        var answer = await api.SendAsync(HttpMethod.Post, $"{AlertsCommands.Path}/{_action}", body, cancellationToken).ConfigureAwait(false);
        if (answer.Text("recorded") != "true")
            await Terminal.Out.WriteLineAsync("Nothing to do: that is known already.").ConfigureAwait(false);
    }

    /// <summary>What is said along with it; may be empty.</summary>
    protected abstract string Message(ParseResult arguments);
}
