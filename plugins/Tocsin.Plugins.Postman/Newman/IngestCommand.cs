using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Sdk.Commands;

namespace Tocsin.Plugins.Postman.Newman;

/// <summary>Sends a JSON export of Newman to a source and shows which alerts came of it.</summary>
[ProgramCommand(
    "ingest postman",
    "Send a JSON export of Newman to a source; show the alerts that came of it.",
    Examples =
    [
        "tocsin ingest postman newman/newman-run-report.json",
        "tocsin ingest postman report.json --source newman --env stage --bearer \"$NEWMAN_SECRET\"",
        "tocsin ingest postman report.json --query \"key=$POSTMAN_SECRET\" --url https://tocsin.example",
    ])]
internal sealed class IngestCommand(IngestOptions options, CommandContext context, ServerClient server) : IProgramCommand
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path());
        foreach (var (name, value) in options.Header)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                throw new CommandException($"'{name}' isn't the name of a header") { IsUsage = true };
        }

        if (options.Bearer.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + options.Bearer);
        request.Content = new ReadOnlyMemoryContent(NewmanExport.Read(options.File));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var reply = await server.Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Show(Read(reply.StatusCode, await reply.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)));
    }

    private string Path()
    {
        var query = options.Query.ToList();
        if (options.Env.Length > 0)
            query.Add(new("environment", options.Env));
        var parameters = string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return $"/ingest/{Uri.EscapeDataString(options.Source)}{(parameters.Length > 0 ? "?" : "")}{parameters}";
    }

    private JsonObject Read(HttpStatusCode status, string body)
    {
        JsonObject? answer = null;
        try
        {
            answer = body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            // Whatever answers in another form is no such server, which is said below.
        }

        var isGood = (int)status is >= 200 and < 300;
        return isGood && answer is not null ? answer : throw new CommandException(status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                $"source '{options.Source}' requires other credentials: give them with --bearer, --header or --query, or user and password in --url",
            HttpStatusCode.NotFound => $"there is no source '{options.Source}'; 'tocsin sources' shows those there are, and --source names one",
            HttpStatusCode.RequestEntityTooLarge => $"{options.File} is larger than source '{options.Source}' takes: raise limits.bytes in its definition",
            HttpStatusCode.TooManyRequests =>
                $"source '{options.Source}' takes no more for now: try again, or raise limits.per-second or limits.alerts-per-minute in its definition",
            HttpStatusCode.ServiceUnavailable => $"source '{options.Source}' takes nothing for now; 'tocsin sources' and 'tocsin status' show why",
            _ when TextOf(answer, "error") is { Length: > 0 } error => error,
            _ => $"the server answered with status {(int)status} and nothing that is understood: is there a Tocsin server at this address?",
        });
    }

    private void Show(JsonObject answer)
    {
        if (TextOf(answer, "error") is { Length: > 0 } error)
            throw new CommandException($"{options.File}: source '{options.Source}' does not understand it: {error}; it is kept in 'tocsin quarantine'");
        if (answer["alerts"] is not JsonArray alerts)
        {
            context.Output.WriteLine($"taken in by source '{options.Source}', which does not say what came of it");
            return;
        }

        foreach (var alert in alerts.OfType<JsonObject>())
            context.Output.WriteLine($"{TextOf(alert, "level"),-8} {TextOf(alert, "id")}  {TextOf(alert, "message")}");
    }

    private static string TextOf(JsonObject? answer, string key) =>
        answer?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
