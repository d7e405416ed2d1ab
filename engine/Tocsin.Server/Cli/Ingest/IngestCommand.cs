using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Client;
using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Ingest;

/// <summary><c>tocsin ingest</c>: sends a file of another tool to a source and shows which alerts came of it.</summary>
internal sealed class IngestCommand : ClientCommand
{
    private const string Postman = "postman";

    private readonly Argument<string> _what;
    private readonly Argument<string> _file;
    private readonly Option<string?> _source;
    private readonly Option<string?> _environment;
    private readonly Option<string?> _bearer;
    private readonly Option<string[]> _headers;
    private readonly Option<string[]> _query;

    public IngestCommand(Terminal terminal, ServerChoice server)
        : base("ingest", "Send a file of another tool to a source.", terminal, server)
    {
        _what = Argument<string>("what", "postman: a JSON export of Newman.");
        _file = Argument<string>("file", "The file; its names, numbers, times and failures are sent, and nothing else of it.");
        _source = Option<string?>("source", "The source. Default: postman.", "ID");
        _environment = Option<string?>("env", "The name of the environment, when the file does not tell it.", "NAME");
        _bearer = Option<string?>("bearer", "The token that the source wants. User and password may stand in --url.", "TOKEN");
        _headers = Option<string[]>("header", "A header that the source wants; may be given several times.", "NAME=VALUE");
        _query = Option<string[]>("query", "A parameter of the address that the source wants; may be given several times.", "NAME=VALUE");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "tocsin ingest postman newman/newman-run-report.json",
        "tocsin ingest postman report.json --source newman --env stage --bearer \"$NEWMAN_SECRET\"",
        "tocsin ingest postman report.json --query \"key=$POSTMAN_SECRET\" --url https://tocsin.example",
    ];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var what = arguments.GetRequiredValue(_what);
        if (what != Postman)
            throw new CliException($"'{what}' cannot be sent; postman can: a JSON export of Newman", ExitCode.Usage);
        var source = arguments.GetValue(_source) is { Length: > 0 } id ? id : Postman;
        var (headers, path) = (HeadersOf(arguments), PathOf(arguments, source));
        var file = arguments.GetRequiredValue(_file);
        try
        {
            Show(file, source, await api.PostAsync(path, NewmanExport.Read(file), headers, cancellationToken).ConfigureAwait(false));
        }
        catch (ApiRefusal refusal)
        {
            throw new CliException(Explain(refusal, file, source));
        }
    }

    private void Show(string file, string source, JsonObject answer)
    {
        if (answer.Text("error") is { Length: > 0 } error)
            throw new CliException($"{file}: source '{source}' does not understand it: {error}; it is kept in 'tocsin quarantine'");
        if (!answer.ContainsKey("alerts"))
            Terminal.Out.WriteLine($"taken in by source '{source}', which does not tell what came of it");
        foreach (var alert in answer.Items("alerts"))
            Terminal.Out.WriteLine($"{alert.Text("level"),-8} {alert.Text("id")}  {alert.Text("message")}");
    }

    private List<KeyValuePair<string, string>> HeadersOf(ParseResult arguments)
    {
        var headers = Pairs(arguments.GetValue(_headers), "--header");
        if (arguments.GetValue(_bearer) is { Length: > 0 } token)
            headers.Add(new("Authorization", "Bearer " + token));
        return headers;
    }

    private string PathOf(ParseResult arguments, string source)
    {
        var query = Pairs(arguments.GetValue(_query), "--query");
        if (arguments.GetValue(_environment) is { Length: > 0 } environment)
            query.Add(new("environment", environment));
        var parameters = string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return $"{RouteTable.IngestBase}/{Uri.EscapeDataString(source)}{(parameters.Length > 0 ? "?" : "")}{parameters}";
    }

    // The values are secrets, and not shown.
    private static List<KeyValuePair<string, string>> Pairs(string[]? texts, string option)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var text in texts ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || text.AsSpan().ContainsAny('\r', '\n'))
                throw new CliException($"{option} takes NAME=VALUE, in one line", ExitCode.Usage);
            pairs.Add(new(text[..equals].Trim(), text[(equals + 1)..]));
        }

        return pairs;
    }

    private static string Explain(ApiRefusal refusal, string file, string source) => refusal.Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            $"source '{source}' wants other credentials: give them with --bearer, --header or --query, or user and password in --url",
        HttpStatusCode.NotFound => $"there is no source '{source}'; 'tocsin sources' shows those there are, and --source names one",
        HttpStatusCode.RequestEntityTooLarge => $"{file} is larger than source '{source}' takes: raise limits.bytes in its definition",
        HttpStatusCode.TooManyRequests => $"source '{source}' takes no more for now: try again, or raise limits.per-second or limits.alerts-per-minute in its definition",
        HttpStatusCode.ServiceUnavailable => $"source '{source}' takes nothing for now; 'tocsin sources' and 'tocsin status' tell why",
        _ => refusal.Message,
    };
}
