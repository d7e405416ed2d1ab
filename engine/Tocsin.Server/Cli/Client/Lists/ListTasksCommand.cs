using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Lists;

/// <summary><c>tocsin list tasks</c>.</summary>
internal sealed class ListTasksCommand(Terminal terminal, ServerChoice server)
    : ListKindCommand("tasks", "List tasks: type, status, where their points come from.", "Ids or patterns. Default: all.", terminal, server)
{
    public override IReadOnlyList<string> Examples => ["tocsin list tasks", "tocsin list tasks 'cpu_*'", "tocsin list tasks --json"];

    protected override Task<List<JsonObject>> ReadAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken) =>
        api.ListAsync(Name, patterns, ["type", "status", "executing", "dbrps"], cancellationToken);

    protected override TextTable Table(List<JsonObject> items)
    {
        var table = new TextTable(
            Column.Fitting("ID"), new("Type", 10), new("Status", 10), new("Executing", 10), new("Databases and Retention Policies", 0));
        foreach (var task in items)
            table.Add(task.Text("id"), task.Text("type"), task.Text("status"), task.Text("executing"), task.Dbrps());
        return table;
    }
}
