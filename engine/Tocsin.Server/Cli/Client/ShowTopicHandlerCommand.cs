using System.CommandLine;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin show-topic-handler</c>: one handler of a topic.</summary>
internal sealed class ShowTopicHandlerCommand : ClientCommand
{
    private readonly Argument<string> _topic;
    private readonly Argument<string> _id;
    private readonly Option<bool> _json;

    public ShowTopicHandlerCommand(Terminal terminal, ServerChoice server)
        : base("show-topic-handler", "Show a topic handler: kind, match, options, deliveries.", terminal, server)
    {
        _topic = Argument<string>("topic", "The topic's name.");
        _id = Argument<string>("handler", "The handler's id.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin show-topic-handler cpu victorops-cpu-alert"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var topic = arguments.GetRequiredValue(_topic);
        var path = ApiClient.PathOf("alerts", "topics", topic, "handlers", arguments.GetRequiredValue(_id));
        var handler = await api.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(handler).ConfigureAwait(false);
            return;
        }

        Terminal.Out.WriteLine($"ID: {handler.Text("id")}");
        Terminal.Out.WriteLine($"Topic: {topic}");
        Terminal.Out.WriteLine($"Kind: {handler.Text("kind")}");
        Terminal.Out.WriteLine($"Match: {handler.Text("match")}");
        Terminal.Out.WriteLine($"Options: {handler["options"]?.ToJsonString() ?? "null"}");
        if (handler["delivery"] is { } delivery)
            Terminal.Out.WriteLine($"Delivery: {delivery.ToJsonString()}");
    }
}
