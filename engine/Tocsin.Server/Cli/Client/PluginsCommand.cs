using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Server.Http;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin plugins</c>: which plugins a server has and how they behave; with a kind, what its handlers take.</summary>
internal sealed class PluginsCommand : ClientCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Argument<string?> _kind;
    private readonly Option<bool> _json;

    public PluginsCommand(Terminal terminal, ServerChoice server)
        : base("plugins", "Show the plugins of a server, or what one kind of handler takes.", terminal, server)
    {
        _kind = Argument<string?>("kind", "A kind of handler.");
        _kind.Arity = ArgumentArity.ZeroOrOne;
        _json = Option<bool>("json", "Print what the server answers.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin plugins", "tocsin plugins slack", "tocsin plugins --json"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(RouteTable.OwnBase + "/plugins", cancellationToken).ConfigureAwait(false);
        var shown = arguments.GetValue(_kind) is { } name ? FindKind(answer, name) : answer;
        if (arguments.GetValue(_json))
            await Terminal.Out.WriteLineAsync(shown.ToJsonString(Indented)).ConfigureAwait(false);
        else if (ReferenceEquals(shown, answer))
            WritePlugins(answer);
        else
            KindText.Write(Terminal.Out, shown);
    }

    private static JsonObject FindKind(JsonObject answer, string name)
    {
        var kinds = answer.Items("plugins").SelectMany(plugin => plugin.Items("kinds")).ToList();
        return kinds.FirstOrDefault(kind => string.Equals(kind.Text("kind"), name, StringComparison.OrdinalIgnoreCase))
            ?? throw new CliException(
                $"the server has no kind of handler '{name}'; it has {string.Join(", ", kinds.Select(kind => kind.Text("kind")).Order(StringComparer.Ordinal))}");
    }

    private void WritePlugins(JsonObject answer)
    {
        var table = new TextTable(
            Column.Fitting("Plugin", 10), Column.Fitting("Version"), Column.Fitting("State"), Column.Fitting("Kinds"), Column.Fitting("Problems"));
        foreach (var plugin in answer.Items("plugins"))
        {
            table.Add(
                plugin.Text("id"), plugin.Text("version") + " ", plugin.Text("state") + " ",
                string.Join(',', plugin.Items("kinds").Select(kind => kind.Text("kind"))) + " ", Problems(plugin));
        }

        table.Write(Terminal.Out);
        foreach (var plugin in answer.Items("plugins"))
            WriteDetails(plugin);
    }

    private void WriteDetails(JsonObject plugin)
    {
        foreach (var text in Texts(plugin, "errors").Concat(Texts(plugin, "leftovers")))
            Terminal.Out.WriteLine($"{plugin.Text("id")}: {text}");
        if (plugin["health"] is JsonObject health && health["last-problem"] is JsonObject last)
            Terminal.Out.WriteLine($"{plugin.Text("id")}: {last.Text("time")} {last.Text("handler")}: {last.Text("problem")}");
    }

    private static string Problems(JsonObject plugin)
    {
        if (plugin["health"] is not JsonObject health)
            return "";
        var parts = new[] { ("exceptions", "thrown"), ("timeouts", "too slow"), ("unreturned", "never came back"), ("late-returns", "came back late") }
            .Where(count => health.Text(count.Item1) is not ("" or "0"))
            .Select(count => $"{health.Text(count.Item1)} {count.Item2}");
        return string.Join(", ", parts);
    }

    private static IEnumerable<string> Texts(JsonObject plugin, string name) =>
        plugin[name] is JsonArray list ? list.OfType<JsonValue>().Select(value => value.ToString()) : [];
}
