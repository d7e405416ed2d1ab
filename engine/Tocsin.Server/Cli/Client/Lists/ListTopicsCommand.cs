using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Lists;

/// <summary><c>tocsin list topics</c>.</summary>
internal sealed class ListTopicsCommand(Terminal terminal, ServerChoice server)
    : ListKindCommand("topics", "List topics: level, how many events they collected.", "Names or patterns. Default: all.", terminal, server)
{
    public override IReadOnlyList<string> Examples => ["tocsin list topics"];

    protected override async Task<List<JsonObject>> ReadAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken)
    {
        var topics = new List<JsonObject>();
        foreach (var pattern in patterns.DefaultIfEmpty(""))
            topics.AddRange(await TopicLists.TopicsAsync(api, pattern, cancellationToken).ConfigureAwait(false));
        return topics;
    }

    protected override TextTable Table(List<JsonObject> items)
    {
        var table = new TextTable(Column.Fitting("ID"), new("Level", 9), new("Collected", 10) { IsRight = true });
        foreach (var topic in items)
            table.Add(topic.Text("id"), topic.Text("level"), topic.Text("collected"));
        return table;
    }
}
