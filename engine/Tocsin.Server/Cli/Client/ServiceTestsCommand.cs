using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin service-tests NAME…</c>: sends a test alert to services.</summary>
internal sealed class ServiceTestsCommand : ClientCommand
{
    private readonly Argument<string[]> _names;
    private readonly Option<bool> _json;

    public ServiceTestsCommand(Terminal terminal, ServerChoice server)
        : base("service-tests", "Send a test alert to services, as the server is configured; exits with 3 when one fails.", terminal, server)
    {
        _names = Words("names", "Names or patterns; 'tocsin list service-tests' shows them.", least: 1);
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin service-tests slack victorops"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var results = new List<JsonObject>();
        foreach (var pattern in arguments.GetRequiredValue(_names))
        {
            var services = await ListAsync(api, pattern, cancellationToken).ConfigureAwait(false);
            if (services.Count == 0)
                await FailAsync($"there is no service '{pattern}': 'tocsin list service-tests' shows those there are").ConfigureAwait(false);
            foreach (var service in services)
            {
                // Null takes all as it is configured.
                var result = await api.SendTextAsync(HttpMethod.Post, service.Link(), "null", cancellationToken).ConfigureAwait(false);
                results.Add(new JsonObject { ["service"] = service.Text("name"), ["success"] = result["success"]?.DeepClone(), ["message"] = result.Text("message") });
            }
        }

        if (results.Any(result => result.Text("success") != "true"))
            Result = ExitCode.Failed;
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(new JsonObject { ["results"] = new JsonArray([.. results]) }).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(new("Service", 20), new("Success", 10), Column.Fitting("Message") with { IsTight = true });
        foreach (var result in results)
            table.Add(result.Text("service"), result.Text("success"), result.Text("message"));
        table.Write(Terminal.Out);
    }

    /// <summary>The services that can be tested and whose names match a pattern.</summary>
    public static async Task<List<JsonObject>> ListAsync(ApiClient api, string pattern, CancellationToken cancellationToken) =>
        (await api.GetAsync($"{ApiClient.PathOf("service-tests")}?pattern={Uri.EscapeDataString(pattern)}", cancellationToken).ConfigureAwait(false)).Items("services");
}
