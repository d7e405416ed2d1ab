using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Server.Http;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin dead-letters</c>: deliveries that were given up: lists them, shows one, sends them again or drops them.</summary>
internal sealed class DeadLettersCommand : ClientCommand
{
    private const string Path = RouteTable.OwnBase + "/dead-letters";
    private const int PageSize = 100;

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true };

    private readonly Argument<string> _verb;
    private readonly Argument<string[]> _numbers;

    public DeadLettersCommand(Terminal terminal, ServerChoice server)
        : base("dead-letters", "List, show, resend or drop deliveries that were given up.", terminal, server)
    {
        _verb = Argument<string>("verb", "list, show, resend or drop. Default: list.");
        _verb.DefaultValueFactory = static _ => "list";
        _numbers = Argument<string[]>("numbers", "Numbers of dead letters; 'all' to resend or drop all.");
        _numbers.Arity = ArgumentArity.ZeroOrMore;
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin dead-letters", "tocsin dead-letters show 17", "tocsin dead-letters resend 17 18", "tocsin dead-letters drop all"];

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
            "resend" => number => api.SendAsync(HttpMethod.Post, $"{Path}/{number}/resend", null, cancellationToken),
            "drop" => number => api.SendAsync(HttpMethod.Delete, $"{Path}/{number}", null, cancellationToken),
            _ => throw new CliException($"dead letters cannot be '{verb}': list, show, resend or drop them", ExitCode.Usage),
        };
        var numbers = arguments.GetRequiredValue(_numbers);
        if (numbers.Length == 0)
            throw new CliException($"say which dead letters to {verb}, by number, or all", ExitCode.Usage);
        foreach (var number in numbers is ["all"] ? (await ListAsync(api, cancellationToken).ConfigureAwait(false)).Select(Number) : numbers)
            await act(number).ConfigureAwait(false);
    }

    private static async Task<List<JsonObject>> ListAsync(ApiClient api, CancellationToken cancellationToken)
    {
        var letters = new List<JsonObject>();
        while (true)
        {
            var after = letters.Count == 0 ? "0" : Number(letters[^1]);
            var page = (await api.GetAsync($"{Path}?after={after}&limit={PageSize}", cancellationToken).ConfigureAwait(false)).Items("dead-letters");
            letters.AddRange(page);
            if (page.Count < PageSize)
                return letters;
        }
    }

    private async Task ShowAsync(ApiClient api, string number, CancellationToken cancellationToken)
    {
        var letter = await api.GetAsync($"{Path}/{number}", cancellationToken).ConfigureAwait(false);
        await Terminal.Out.WriteLineAsync(letter.ToJsonString(Pretty)).ConfigureAwait(false);
    }

    private void WriteList(List<JsonObject> letters)
    {
        var table = new TextTable(
            Column.Fitting("Number"), Column.Fitting("Handler", 10), Column.Fitting("Event", 10), new("Level", 9), new("Given Up", 23), Column.Fitting("Reason"));
        foreach (var letter in letters)
        {
            var alert = letter["event"] as JsonObject ?? [];
            table.Add(
                Number(letter), letter.Text("handler"), alert.Text("id"), alert.Text("level"), TimeText.Short(letter.Text("died")), letter.Text("reason"));
        }

        table.Write(Terminal.Out);
    }

    private static string Number(JsonObject letter) => letter.Text("number");
}
