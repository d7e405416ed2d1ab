using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Silences;

/// <summary><c>tocsin silences show</c>: all about some silences, with the next times at which they are active.</summary>
internal sealed class ShowSilencesCommand : ClientCommand
{
    private readonly Argument<string[]> _ids;
    private readonly Option<bool> _json;

    public ShowSilencesCommand(Terminal terminal, ServerChoice server)
        : base("show", "Show all there is to know of silences, and when they are active next.", terminal, server)
    {
        _ids = Words("ids", "Ids of silences as 'tocsin silences' shows them.", least: 1);
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin silences show night-batch"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var id in arguments.GetRequiredValue(_ids))
        {
            var silence = await api.GetAsync(SilencesCommands.PathOf(id), cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(_json))
                await WriteJsonAsync(silence).ConfigureAwait(false);
            else
                await WriteAsync(silence).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(JsonObject silence)
    {
        await WriteAsync("ID", silence.Text("id")).ConfigureAwait(false);
        await WriteAsync("State", $"{silence.Text("state")}, {SilencesCommands.Times(silence)}").ConfigureAwait(false);
        foreach (var matcher in silence.Texts("matchers"))
            await WriteAsync("Matcher", matcher).ConfigureAwait(false);
        foreach (var handler in silence.Texts("handlers"))
            await WriteAsync("Handlers", handler).ConfigureAwait(false);
        await WriteAsync("Matches now", silence.Text("matching") is "" or "0" ? "nothing" : $"{silence.Text("matching")} open alerts").ConfigureAwait(false);
        await WriteAsync("Keeps back", silence.Text("withheld") is "" or "0" ? "nothing" : $"{silence.Text("withheld")} alerts").ConfigureAwait(false);
        await WriteAsync("By", silence.Text("by")).ConfigureAwait(false);
        await WriteAsync("Comment", silence.Text("comment")).ConfigureAwait(false);
        await WriteAsync("Created", TimeText.Short(silence.Text("created"))).ConfigureAwait(false);

        // A silence without hours has one stretch, which is told already.
        if (silence.Text("zone").Length == 0)
            return;
        var table = new TextTable(new("From", 23), new("Until", 23), Column.Fitting($"In {silence.Text("zone")}", 20), new("", 0));
        foreach (var window in silence.Items("windows"))
            table.Add(TimeText.Short(window.Text("from")), TimeText.Short(window.Text("until")), window.Text("local-from"), window.Text("local-until"));
        table.Write(Terminal.Out);
    }

    private Task WriteAsync(string title, string value) => Terminal.Out.WriteLineAsync($"{title + ":",-13}{OneLine.Of(value)}".TrimEnd());
}
