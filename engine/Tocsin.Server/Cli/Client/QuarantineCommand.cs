using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Server.Http;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin quarantine</c>: requests to sources that were not understood: lists them, shows one, replays them or drops them.</summary>
internal sealed class QuarantineCommand : ClientCommand
{
    private const string Path = RouteTable.OwnBase + "/quarantine";
    private const int PageSize = 100;

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true };

    private readonly Argument<string> _verb;
    private readonly Argument<string[]> _numbers;

    public QuarantineCommand(Terminal terminal, ServerChoice server)
        : base("quarantine", "List, show, replay or drop requests to sources that were not understood.", terminal, server)
    {
        _verb = Argument<string>("verb", "list, show, replay or drop. Default: list.");
        _verb.DefaultValueFactory = static _ => "list";
        _numbers = Argument<string[]>("numbers", "Numbers of requests; 'all' to replay or drop all.");
        _numbers.Arity = ArgumentArity.ZeroOrMore;
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin quarantine", "tocsin quarantine show 17", "tocsin quarantine replay 17 18", "tocsin quarantine drop all"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var verb = arguments.GetRequiredValue(_verb);
        if (verb == "list")
        {
            WriteList(await ListAsync(api, cancellationToken).ConfigureAwait(false));
            return;
        }

        Func<string, Task> act = verb switch
        {
            "show" => number => ShowAsync(api, number, cancellationToken),
            "replay" => number => ReplayAsync(api, number, cancellationToken),
            "drop" => number => api.SendAsync(HttpMethod.Delete, $"{Path}/{number}", null, cancellationToken),
            _ => throw new CliException($"requests cannot be '{verb}': list, show, replay or drop them", ExitCode.Usage),
        };
        var numbers = arguments.GetRequiredValue(_numbers);
        if (numbers.Length == 0)
            throw new CliException($"say which requests to {verb}, by number, or all", ExitCode.Usage);
        foreach (var number in numbers is ["all"] ? (await ListAsync(api, cancellationToken).ConfigureAwait(false)).Select(Number) : numbers)
            await act(number).ConfigureAwait(false);
    }

    private static async Task<List<JsonObject>> ListAsync(ApiClient api, CancellationToken cancellationToken)
    {
        var requests = new List<JsonObject>();
        while (true)
        {
            var after = requests.Count == 0 ? "0" : Number(requests[^1]);
            var page = (await api.GetAsync($"{Path}?after={after}&limit={PageSize}", cancellationToken).ConfigureAwait(false)).Items("requests");
            requests.AddRange(page);
            if (page.Count < PageSize)
                return requests;
        }
    }

    private async Task ShowAsync(ApiClient api, string number, CancellationToken cancellationToken)
    {
        var request = await api.GetAsync($"{Path}/{number}", cancellationToken).ConfigureAwait(false);
        await Terminal.Out.WriteLineAsync(request.ToJsonString(Pretty)).ConfigureAwait(false);
    }

    // One that is still not understood must not keep the others from being replayed.
    private async Task ReplayAsync(ApiClient api, string number, CancellationToken cancellationToken)
    {
        try
        {
            await api.SendAsync(HttpMethod.Post, $"{Path}/{number}/replay", null, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal)
        {
            await Terminal.Error.WriteLineAsync($"request {number} stays in the quarantine: {refusal.Message}").ConfigureAwait(false);
            Result = ExitCode.Failed;
        }
    }

    private void WriteList(List<JsonObject> requests)
    {
        var table = new TextTable(Column.Fitting("Number"), Column.Fitting("Source", 10), new("Received", 23), Column.Fitting("Bytes"), Column.Fitting("Problem"));
        foreach (var request in requests)
            table.Add(Number(request), request.Text("source"), TimeText.Short(request.Text("received")), request.Text("bytes"), request.Text("problem"));
        table.Write(Terminal.Out);
    }

    private static string Number(JsonObject request) => request.Text("number");
}
