using System.CommandLine;
using Tocsin.Server.Http;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin deliveries</c>: what each handler delivered and owes; lets handlers go on that were suspended for ending the server.</summary>
internal sealed class DeliveriesCommand : ClientCommand
{
    private const string Path = RouteTable.OwnBase + "/deliveries";
    private const string List = "list";
    private const string Resume = "resume";

    private readonly Argument<string> _verb;
    private readonly Argument<string[]> _handlers;
    private readonly Option<bool> _json;

    public DeliveriesCommand(Terminal terminal, ServerChoice server)
        : base("deliveries", "Show what each handler delivered, owes and failed at.", terminal, server)
    {
        _verb = Argument<string>("verb", "list, or resume for handlers that were suspended since they ended the server. Default: list.");
        _verb.DefaultValueFactory = static _ => List;
        _handlers = Argument<string[]>("handlers", "Handlers to resume, as the list names them.");
        _handlers.Arity = ArgumentArity.ZeroOrMore;
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin deliveries", "tocsin deliveries --json", "tocsin deliveries resume cpu/ops"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var handlers = arguments.GetRequiredValue(_handlers);
        switch (arguments.GetRequiredValue(_verb))
        {
            case List when handlers.Length == 0:
                await ListAsync(api, arguments.GetValue(_json), cancellationToken).ConfigureAwait(false);
                return;
            case Resume when handlers.Length > 0:
                foreach (var handler in handlers)
                    await api.SendAsync(HttpMethod.Post, $"{Path}/resume?handler={Uri.EscapeDataString(handler)}", null, cancellationToken).ConfigureAwait(false);
                return;
            case Resume:
                throw new CliException("say which handlers to resume: 'tocsin deliveries' lists them", ExitCode.Usage);
            case List:
                throw new CliException("all handlers are listed, not some: 'tocsin status' shows the worst first", ExitCode.Usage);
            case var verb:
                throw new CliException($"deliveries cannot be '{verb}': list them, or resume a handler", ExitCode.Usage);
        }
    }

    private async Task ListAsync(ApiClient api, bool isJson, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(Path, cancellationToken).ConfigureAwait(false);
        if (isJson)
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(
            Column.Fitting("Handler", 10), Count("Owed"), Count("Delivered"), Count("Merged"), Count("Failed"), Count("Retried"), Count("Dead"), Count("Dropped"),
            new("  State", 10), new("Last Error", 0));
        foreach (var handler in answer.Items("handlers"))
        {
            table.Add(
                handler.Text("handler"), handler.Text("owed"), handler.Text("delivered"), handler.Text("merged"), handler.Text("failed"), handler.Text("retried"),
                handler.Text("dead"), handler.Text("dropped"),
                handler.Text("circuit-open") == "true" || handler.Text("suspension").Length > 0 ? "  waiting" : "  ok",
                handler.Text("suspension") is { Length: > 0 } why ? why : handler.Text("last-error"));
        }

        table.Write(Terminal.Out);
        await Terminal.Out.WriteLineAsync($"Dead letters: {answer.Text("dead-letters")}").ConfigureAwait(false);
    }

    private static Column Count(string title) => new(title, 11) { IsRight = true };
}
