using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Http;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin plugins</c>: which plugins a server has and how they behave; with a name, what the handlers, function or sources of that name take.</summary>
internal sealed class PluginsCommand : ClientCommand
{
    private readonly Argument<string?> _name;
    private readonly Option<bool> _json;

    public PluginsCommand(Terminal terminal, ServerChoice server)
        : base("plugins", "Show the plugins of a server, or the options of one thing that they bring.", terminal, server)
    {
        _name = Argument<string?>("name", "A kind of handler or source, or a function.");
        _name.Arity = ArgumentArity.ZeroOrOne;
        _json = JsonOption();
        Add(new ResumePluginsCommand(terminal, server));
        Add(new TrustPluginsCommand(terminal));
    }

    public override IReadOnlyList<string> Examples => ["tocsin plugins", "tocsin plugins slack", "tocsin plugins @smooth", "tocsin plugins --json"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(RouteTable.OwnBase + "/plugins", cancellationToken).ConfigureAwait(false);
        var found = arguments.GetValue(_name) is { } name ? Find(answer, name) : [answer];
        if (arguments.GetValue(_json))
        {
            JsonNode shown = found is [var only] ? only : new JsonArray([.. found.Select(one => one.DeepClone())]);
            await WriteJsonAsync(shown).ConfigureAwait(false);
        }
        else if (ReferenceEquals(found[0], answer))
        {
            WritePlugins(answer);
        }
        else
        {
            foreach (var one in found)
            {
                if (!ReferenceEquals(one, found[0]))
                    await Terminal.Out.WriteLineAsync().ConfigureAwait(false);
                BroughtText.Write(Terminal.Out, one);
            }
        }
    }

    private static List<JsonObject> Find(JsonObject answer, string name)
    {
        var all = answer.Items("plugins").SelectMany(Brought).Concat(answer.Items("script-functions")).ToList();
        var found = all.Where(one => string.Equals(NameOf(one).TrimStart('@'), name.TrimStart('@'), StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 0
            ? found
            : throw new CliException(
                $"no plugin provides '{name}' to the server; there are {string.Join(", ", all.Select(NameOf).Distinct().Order(StringComparer.Ordinal))}");
    }

    private static IEnumerable<JsonObject> Brought(JsonObject plugin) =>
        plugin.Items("kinds").Concat(plugin.Items("functions")).Concat(plugin.Items("sources"));

    private static string NameOf(JsonObject brought) => brought.Text("kind") + brought.Text("function") + brought.Text("source");

    private void WritePlugins(JsonObject answer)
    {
        var table = new TextTable(
            Column.Fitting("Plugin", 10), Column.Fitting("Version"), Column.Fitting("State"), Column.Fitting("Handlers"), Column.Fitting("Sources"),
            Column.Fitting("Functions"), new("Problems", 0));
        foreach (var plugin in answer.Items("plugins"))
        {
            table.Add(
                plugin.Text("id"), plugin.Text("version") + " ", plugin.Text("state") + " ", Names(plugin.Items("kinds")), Names(plugin.Items("sources")),
                Names(plugin.Items("functions")), Problems(plugin));
        }

        foreach (var files in answer.Items("script-functions").GroupBy(function => function.Text("origin")))
            table.Add(files.Key, "", "file ", "", "", Names(files), "");
        table.Write(Terminal.Out);
        foreach (var plugin in answer.Items("plugins"))
            WriteDetails(plugin);
    }

    private static string Names(IEnumerable<JsonObject> brought) => string.Join(", ", brought.Select(NameOf)) + " ";

    private void WriteDetails(JsonObject plugin)
    {
        foreach (var text in plugin.Texts("errors").Concat(plugin.Texts("leftovers")))
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
}
