using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Lists;

/// <summary><c>tocsin list topic-handlers</c>.</summary>
internal sealed class ListTopicHandlersCommand(Terminal terminal, ServerChoice server) : ListKindCommand(
    "topic-handlers", "List the handlers of topics.", "A pattern of topics, then ids or patterns of handlers. Default: all.", terminal, server)
{
    public override IReadOnlyList<string> Examples => ["tocsin list topic-handlers cpu"];

    protected override async Task<List<JsonObject>> ReadAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken)
    {
        var handlers = new List<JsonObject>();
        foreach (var topic in await TopicLists.TopicsAsync(api, patterns.FirstOrDefault(""), cancellationToken).ConfigureAwait(false))
        {
            foreach (var pattern in patterns.Skip(1).DefaultIfEmpty(""))
            {
                foreach (var handler in await TopicLists.HandlersAsync(api, topic.Link("handlers-link"), pattern, cancellationToken).ConfigureAwait(false))
                {
                    handler["topic"] = topic.Text("id");
                    handlers.Add(handler);
                }
            }
        }

        return handlers;
    }

    protected override TextTable Table(List<JsonObject> items)
    {
        var table = new TextTable(Column.Fitting("Topic", 11), Column.Fitting("ID", 11), Column.Fitting("Kind", 11));
        foreach (var handler in items)
            table.Add(handler.Text("topic"), handler.Text("id"), handler.Text("kind"));
        return table;
    }
}
