using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin reload-config</c>: lets the server read its configuration again, and says what came of it.</summary>
internal sealed class ReloadConfigCommand : ClientCommand
{
    private const string Path = RouteTable.OwnBase + "/reload";

    private readonly Option<bool> _all;
    private readonly Option<bool> _json;

    public ReloadConfigCommand(Terminal terminal, ServerChoice server)
        : base("reload-config", "Make the server read its configuration again; exits with 1 when something still waits.", terminal, server)
    {
        _all = Option<bool>("all", "Also plugins and the folder of definitions, as SIGHUP does.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin reload-config", "tocsin reload-config --all --json"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_all) ? Path : Path + "?only=configuration";
        var answer = await SendAsync(api, path, cancellationToken).ConfigureAwait(false);
        var (config, definitions) = (answer["configuration"] as JsonObject ?? [], answer["definitions"] as JsonObject ?? []);
        if (config.Texts("needs-restart").Count + config.Texts("with-task").Count + config.Texts("kept").Count + definitions.Texts("errors").Count > 0)
            Result = ExitCode.Found;
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var lines = Lines(config).Concat(Lines(definitions, arguments.GetValue(_all))).ToList();
        foreach (var line in lines.DefaultIfEmpty("Nothing changed."))
            await Terminal.Out.WriteLineAsync(line).ConfigureAwait(false);
    }

    private static async Task<JsonObject> SendAsync(ApiClient api, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await api.SendAsync(HttpMethod.Post, path, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal) when (refusal.Status == System.Net.HttpStatusCode.BadRequest)
        {
            throw new CliException($"the configuration is not applied, all goes on as before:\n{refusal.Message}");
        }
    }

    private static IEnumerable<string> Lines(JsonObject config) =>
    [
        .. Line("Applied: ", config.Texts("applied"), ""),
        .. Line("Renewed: ", config.Texts("renewed"), ""),
        .. Line("From the next start of each task: ", config.Texts("with-task"), "; 'tocsin reload TASK' restarts one"),
        .. Line("Needs a restart of the server: ", config.Texts("needs-restart"), ""),
        .. config.Texts("kept").Select(kept => $"Goes on as before: {kept}"),
        .. config.Texts("warnings").Select(warning => $"Warning: {warning}"),
    ];

    private static IEnumerable<string> Lines(JsonObject definitions, bool isAsked) => definitions.Count == 0 || !isAsked
        ? []
        : [$"Definitions: {definitions.Text("applied")} of {definitions.Text("of")} in force from {definitions.Text("folder")}", .. definitions.Texts("errors"), .. definitions.Texts("warnings")];

    private static IEnumerable<string> Line(string title, List<string> names, string end) => names.Count == 0 ? [] : [title + string.Join(", ", names) + end];
}
