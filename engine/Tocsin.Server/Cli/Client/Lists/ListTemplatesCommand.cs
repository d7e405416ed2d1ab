using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Lists;

/// <summary><c>tocsin list templates</c>.</summary>
internal sealed class ListTemplatesCommand(Terminal terminal, ServerChoice server)
    : ListKindCommand("templates", "List templates and their variables.", "Ids or patterns. Default: all.", terminal, server)
{
    public override IReadOnlyList<string> Examples => ["tocsin list templates"];

    protected override Task<List<JsonObject>> ReadAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken) =>
        api.ListAsync(Name, patterns, ["type", "vars"], cancellationToken);

    protected override TextTable Table(List<JsonObject> items)
    {
        var table = new TextTable(Column.Fitting("ID"), new("Type", 10), new("Vars", 40));
        foreach (var template in items)
        {
            var vars = (template["vars"] as JsonObject)?.Select(var => var.Key).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
            table.Add(template.Text("id"), template.Text("type"), string.Join(',', vars));
        }

        return table;
    }
}
