using System.CommandLine;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Deliveries;

/// <summary><c>tocsin deliveries list</c>: what each handler delivered and owes.</summary>
internal sealed class ListDeliveriesCommand : ClientCommand
{
    private readonly Option<bool> _json;

    public ListDeliveriesCommand(Terminal terminal, ServerChoice server)
        : base("list", "List all handlers; 'tocsin status' shows the worst first.", terminal, server) => _json = JsonOption();

    public override IReadOnlyList<string> Examples => ["tocsin deliveries", "tocsin deliveries --json"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(DeliveriesCommands.Path, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(
            Column.Fitting("Handler", 10), Count("Owed"), Count("Delivered"), Count("Merged"), Count("Failed"), Count("Retried"), Count("Dead"), Count("Dropped"),
            new("  State", 12), new("Last Error", 0));
        foreach (var handler in answer.Items("handlers"))
        {
            table.Add(
                handler.Text("handler"), handler.Text("owed"), handler.Text("delivered"), handler.Text("merged"), handler.Text("failed"), handler.Text("retried"),
                handler.Text("dead"), handler.Text("dropped"),
                "  " + handler.Text("state"),
                handler.Text("suspension") is { Length: > 0 } why ? why : handler.Text("last-error"));
        }

        table.Write(Terminal.Out);
        await Terminal.Out.WriteLineAsync($"Dead letters: {answer.Text("dead-letters")}").ConfigureAwait(false);
    }

    private static Column Count(string title) => new(title, 11) { IsRight = true };
}
