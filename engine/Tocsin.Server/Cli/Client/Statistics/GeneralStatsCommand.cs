using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Statistics;

/// <summary><c>tocsin stats general</c>.</summary>
internal sealed class GeneralStatsCommand : ClientCommand
{
    private static readonly (string Label, string Key)[] Lines =
    [
        ("ClusterID:", "cluster_id"), ("ServerID:", "server_id"), ("Host:", "host"), ("Tasks:", "num_tasks"), ("Enabled Tasks:", "num_enabled_tasks"),
        ("Subscriptions:", "num_subscriptions"), ("Platform:", "platform"), ("Version:", "version"),
    ];

    private readonly Option<bool> _json;

    public GeneralStatsCommand(Terminal terminal, ServerChoice server)
        : base("general", "Show general information about the server and how many tasks it has.", terminal, server) => _json = JsonOption();

    public override IReadOnlyList<string> Examples => ["tocsin stats general"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var vars = await api.GetAsync(VarsCommand.Path, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(new JsonObject(Lines.Select(line => KeyValuePair.Create(line.Key, vars[line.Key]?.DeepClone())))).ConfigureAwait(false);
            return;
        }

        foreach (var (label, key) in Lines)
            await Terminal.Out.WriteLineAsync(label.PadRight(30) + vars.Text(key).PadRight(30)).ConfigureAwait(false);
    }
}
