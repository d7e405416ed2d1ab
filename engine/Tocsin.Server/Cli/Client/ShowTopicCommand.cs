using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin show-topic</c>: one topic with its handlers and the state of its alerts.</summary>
internal sealed class ShowTopicCommand : ClientCommand
{
    private readonly Argument<string> _id;
    private readonly Option<bool> _json;

    public ShowTopicCommand(Terminal terminal, ServerChoice server)
        : base("show-topic", "Show a topic: level, handlers, the state of each alert.", terminal, server)
    {
        _id = Argument<string>("topic", "The topic's name.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin show-topic cpu"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var topic = await api.GetAsync(ApiClient.PathOf("alerts", "topics", arguments.GetRequiredValue(_id)), cancellationToken).ConfigureAwait(false);
        var events = (await api.GetAsync(topic.Link("events-link") + "?min-level=OK", cancellationToken).ConfigureAwait(false)).Items("events");
        var handlers = await TopicLists.HandlersAsync(api, topic.Link("handlers-link"), "", cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            topic["events"] = new JsonArray([.. events.Select(alert => alert.DeepClone())]);
            topic["handlers"] = new JsonArray([.. handlers.Select(handler => handler.DeepClone())]);
            await WriteJsonAsync(topic).ConfigureAwait(false);
            return;
        }

        var output = Terminal.Out;
        output.WriteLine($"ID: {topic.Text("id")}");
        output.WriteLine($"Level: {topic.Text("level")}");
        output.WriteLine($"Collected: {topic.Text("collected")}");
        output.WriteLine($"Handlers: [{string.Join(", ", handlers.Select(handler => handler.Text("id")))}]");
        output.WriteLine("Events:");
        var table = new TextTable(Column.Fitting("Event"), new("Level", 9), Column.Fitting("Message"), new("Date", 23));
        foreach (var alert in events.OrderBy(alert => State(alert).Text("time"), StringComparer.Ordinal))
        {
            var state = State(alert);
            table.Add(alert.Text("id"), state.Text("level"), state.Text("message"), TimeText.Short(state.Text("time")));
        }

        table.Write(output);
    }

    private static JsonObject State(JsonObject alert) => alert["state"] as JsonObject ?? [];
}
