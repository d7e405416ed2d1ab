using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Definitions;
using Tocsin.Server.Json;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin define-topic-handler</c>: makes the handlers of a file, or replaces those that are there.</summary>
internal sealed class DefineTopicHandlerCommand : ClientCommand
{
    private readonly Argument<string> _file;

    public DefineTopicHandlerCommand(Terminal terminal, ServerChoice server)
        : base("define-topic-handler", "Define or replace the topic handlers of a file.", terminal, server)
    {
        _file = Argument<string>("file", "YAML or JSON: topic, id, kind, match, options, delivery; several documents are several handlers.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin define-topic-handler victorops-cpu-alert.yaml"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var file = arguments.GetRequiredValue(_file);
        var parsed = HandlerFile.Parse(TextFile.Read(file), file);
        foreach (var warning in parsed.Problems.Where(problem => problem.IsWarning))
            Terminal.Error.WriteLine($"{warning.Place}: warning: {warning.Message}");
        if (parsed.Errors.Any())
            throw new CliException(string.Join('\n', parsed.Errors));
        if (parsed.Entries.Count == 0)
            throw new CliException($"{file} holds no handler: write the keys topic, id and kind");
        var warned = new List<HandlerFileEntry>();
        foreach (var entry in parsed.Entries)
        {
            if ((await DefineAsync(api, entry, cancellationToken).ConfigureAwait(false)).Texts("warnings").Count > 0)
                warned.Add(entry);
        }

        // Who listens to what is known when all of the file is there.
        foreach (var entry in warned)
        {
            var handler = await api.GetAsync(PathOf(entry), cancellationToken).ConfigureAwait(false);
            foreach (var warning in handler.Texts("warnings"))
                Terminal.Error.WriteLine($"{entry.Place}: warning: {warning}");
        }
    }

    private static string PathOf(HandlerFileEntry entry) => ApiClient.PathOf("alerts", "topics", entry.Spec.Topic, "handlers", entry.Spec.Id);

    private static async Task<JsonObject> DefineAsync(ApiClient api, HandlerFileEntry entry, CancellationToken cancellationToken)
    {
        var handler = entry.Spec;
        var body = new JsonObject
        {
            ["topic"] = handler.Topic,
            ["id"] = handler.Id,
            ["kind"] = handler.Kind,
            ["options"] = handler.OptionsJson is null ? null : JsonNode.Parse(handler.OptionsJson),
            ["match"] = handler.Match,
        };
        if (handler.DeliveryJson is not null)
            body["delivery"] = JsonNode.Parse(handler.DeliveryJson);
        var path = PathOf(entry);
        var exists = await api.FindAsync(path, cancellationToken).ConfigureAwait(false) is not null;
        try
        {
            return await (exists
                ? api.SendAsync(HttpMethod.Put, path, body, cancellationToken)
                : api.SendAsync(HttpMethod.Post, ApiClient.PathOf("alerts", "topics", handler.Topic, "handlers"), body, cancellationToken)).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal)
        {
            var name = $"handler {handler.Id} of topic {handler.Topic}";
            throw new CliException(refusal.Problems.Count == 0
                ? $"{entry.Place}: {name}: {refusal.Message}"
                : string.Join('\n', refusal.Problems.Select(problem => $"{entry.PlaceOf(problem.Text("option"))}: {name}: {problem.Text("message")}")));
        }
    }
}
