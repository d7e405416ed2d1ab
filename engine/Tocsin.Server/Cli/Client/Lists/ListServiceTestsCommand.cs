using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Lists;

/// <summary><c>tocsin list service-tests</c>.</summary>
internal sealed class ListServiceTestsCommand(Terminal terminal, ServerChoice server)
    : ListKindCommand("service-tests", "List services that can be tested.", "Names or patterns. Default: all.", terminal, server)
{
    public override IReadOnlyList<string> Examples => ["tocsin list service-tests"];

    protected override async Task<List<JsonObject>> ReadAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken)
    {
        var services = new List<JsonObject>();
        foreach (var pattern in patterns.DefaultIfEmpty(""))
            services.AddRange(await ServiceTestsCommand.ListAsync(api, pattern, cancellationToken).ConfigureAwait(false));
        return services;
    }

    protected override TextTable Table(List<JsonObject> items)
    {
        var table = new TextTable(TextTable.Column.Fitting("Service Name") with { IsTight = true });
        foreach (var service in items)
            table.Add(service.Text("name"));
        return table;
    }
}
