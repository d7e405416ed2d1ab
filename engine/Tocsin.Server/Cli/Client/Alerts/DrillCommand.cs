using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Names;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary><c>tocsin drill</c>: sends a test alert the way of all others, and says who got it.</summary>
internal sealed class DrillCommand : ClientCommand
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _level;
    private readonly Option<string?> _wait;
    private readonly Option<string?> _by;
    private readonly Option<bool> _json;

    public DrillCommand(Terminal terminal, ServerChoice server)
        : base("drill", "Send a test alert to whom a topic or a task notifies, and say who got it; exits with 1 when somebody did not.", terminal, server)
    {
        _name = Argument<string>("name", "The topic, or the task.");
        _level = Option<string?>("level", "INFO, WARNING or CRITICAL. Default CRITICAL.", "LEVEL");
        _wait = Option<string?>("wait", "How long deliveries may take, 10m at most. Default 1m.", "DURATION");
        _by = Option<string?>("by", "Who does it. Default: the user of this computer.", "NAME");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin drill system", "tocsin drill cpu_alert --level WARNING --by dana"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["name"] = arguments.GetRequiredValue(_name),
            ["level"] = arguments.GetValue(_level) ?? "",
            ["wait"] = arguments.GetValue(_wait) ?? "",
            ["by"] = arguments.GetValue(_by) ?? Environment.UserName,
        };
        var answer = await api.SendAsync(HttpMethod.Post, $"{RouteTable.OwnBase}/drills", body, cancellationToken).ConfigureAwait(false);
        var deliveries = answer.Items("deliveries");
        if (deliveries.Count == 0 || deliveries.Exists(delivery => delivery.Text("outcome") != "delivered"))
            Result = ExitCode.Found;
        if (arguments.GetValue(_json))
            await WriteJsonAsync(answer).ConfigureAwait(false);
        else
            Write(answer, deliveries);
    }

    private void Write(JsonObject answer, List<JsonObject> deliveries)
    {
        if (deliveries.Count == 0)
            Terminal.Out.WriteLine($"Nobody was notified: no handler of {string.Join(", ", answer.Texts("topics"))} took it. 'tocsin show-topic' shows those there are.");
        foreach (var handler in deliveries.GroupBy(delivery => HandlerTarget.Parse(delivery.Text("handler")).InScript).OrderBy(handler => handler.Key, StringComparer.Ordinal))
        {
            // The ledger has the newest first: the end of the drill.
            foreach (var delivery in handler.Reverse())
                Terminal.Out.WriteLine(OneLine.Of($"{handler.Key}: {(delivery.Text("level") == "OK" ? "its end" : "the drill")} {Words(delivery)}"));
        }
    }

    private static string Words(JsonObject delivery)
    {
        var words = new[] { delivery.Text("reply"), delivery.Text("reason") }.Where(text => text.Length > 0);
        var outcome = delivery.Text("outcome") == "owed" ? "has not arrived" : delivery.Text("outcome");
        return $"{outcome}, {delivery.Text("attempts")} attempt{(delivery.Text("attempts") == "1" ? "" : "s")}{string.Concat(words.Select(text => $"; {text}"))}";
    }
}
