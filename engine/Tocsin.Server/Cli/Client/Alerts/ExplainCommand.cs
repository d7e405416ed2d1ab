using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary><c>tocsin explain</c>: why somebody was notified of an alert, who was, and who was not; with <c>--why-not</c>, why nobody was.</summary>
internal sealed class ExplainCommand : ClientCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _topic;
    private readonly Option<string?> _at;
    private readonly Option<bool> _whyNot;
    private readonly Option<string[]> _tags;
    private readonly Option<string?> _wait;
    private readonly FedScript _fed;
    private readonly Option<bool> _json;

    public ExplainCommand(Terminal terminal, ServerChoice server)
        : base("explain", "Explain an alert: which values raised it, who was notified and who was not.", terminal, server)
    {
        _id = Argument<string>("id", "The alert's id, or that of the task to be watched; with --data, the file of a script.");
        _topic = Option<string?>("topic", "The topic of the alert. Default: all that know it.", "TOPIC");
        _at = Option<string?>("at", "Explain what was so at a time. Default: the last problem.", "TIME");
        _whyNot = Option<bool>("why-not", "Explain why nobody is notified: watch what a task makes of the data that comes.");
        _tags = Option<string[]>("tag", "When a task is watched, only data with this tag; may be given several times.", "NAME=VALUE");
        _wait = Option<string?>("wait", "How long to watch a task. Default 10s; it ends when an alert node has seen the data.", "DURATION");
        _fed = new FedScript(this, terminal);
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin explain cpu:host=web-07", "tocsin explain --why-not cpu_alert --tag host=web-07", "tocsin explain --why-not cpu_alert.tick --data cpu.lp --tag host=web-07", "tocsin explain cpu:host=web-07 --topic system --at 2026-11-30T03:12:00Z"];

    protected override Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken) =>
        arguments.GetValue(_whyNot) ? WatchAsync(arguments, api, cancellationToken) : ExplainAsync(arguments, api, cancellationToken);

    private async Task WatchAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_topic) is not null || arguments.GetValue(_at) is not null)
            throw new CliException("--topic and --at belong to an alert, and --why-not watches a task: give its id", ExitCode.Usage);
        var tags = arguments.GetValue(_tags) ?? [];
        if (_fed.IsWanted(arguments))
        {
            if (arguments.GetValue(_wait) is not null)
                throw new CliException("--wait is for data that comes to a server, and --data has all there is: leave one out", ExitCode.Usage);
            await ShowAsync(arguments, await _fed.WatchAsync(arguments, arguments.GetRequiredValue(_id), tags, cancellationToken).ConfigureAwait(false), tags, null).ConfigureAwait(false);
            return;
        }

        var wait = arguments.GetValue(_wait) ?? "10s";
        var query = string.Concat(tags.Select(tag => $"&tag={Uri.EscapeDataString(tag)}"));
        var answer = await api.GetAsync($"{RouteTable.OwnBase}/tasks/watch?task={Uri.EscapeDataString(arguments.GetRequiredValue(_id))}&wait={Uri.EscapeDataString(wait)}{query}", cancellationToken).ConfigureAwait(false);
        await ShowAsync(arguments, answer, tags, wait).ConfigureAwait(false);
    }

    private async Task ShowAsync(ParseResult arguments, JsonObject answer, string[] tags, string? wait)
    {
        if (arguments.GetValue(_json))
            await WriteJsonAsync(answer).ConfigureAwait(false);
        else
            new WatchText(Terminal.Out).Write(answer, tags.Length == 0 ? "data" : $"data with {string.Join(" and ", tags)}", wait);
    }

    private async Task ExplainAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        if (_fed.IsWanted(arguments))
            throw new CliException("--data goes with --why-not: it says what a script makes of the data", ExitCode.Usage);
        var query = $"id={Uri.EscapeDataString(arguments.GetRequiredValue(_id))}&topic={Uri.EscapeDataString(arguments.GetValue(_topic) ?? "")}&at={Uri.EscapeDataString(arguments.GetValue(_at) ?? "")}";
        var answer = await api.GetAsync($"{AlertsCommands.Path}/explain?{query}", cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
            await WriteJsonAsync(answer).ConfigureAwait(false);
        else
            new ExplanationText(Terminal.Out).Write(answer);
    }
}
