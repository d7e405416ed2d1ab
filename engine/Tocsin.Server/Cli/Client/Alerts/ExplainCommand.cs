using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary><c>tocsin explain</c>: why somebody was notified of an alert, who was, and who was not.</summary>
internal sealed class ExplainCommand : ClientCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _topic;
    private readonly Option<string?> _at;
    private readonly Option<bool> _json;

    public ExplainCommand(Terminal terminal, ServerChoice server)
        : base("explain", "Explain an alert: which values raised it, who was notified and who was not.", terminal, server)
    {
        _id = Argument<string>("id", "The alert's id.");
        _topic = Option<string?>("topic", "The topic of the alert. Default: all that know it.", "TOPIC");
        _at = Option<string?>("at", "Explain what was so at a time. Default: the last problem.", "TIME");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin explain cpu:host=web-07", "tocsin explain cpu:host=web-07 --topic system --at 2026-11-30T03:12:00Z"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var query = $"id={Uri.EscapeDataString(arguments.GetRequiredValue(_id))}&topic={Uri.EscapeDataString(arguments.GetValue(_topic) ?? "")}&at={Uri.EscapeDataString(arguments.GetValue(_at) ?? "")}";
        var answer = await api.GetAsync($"{AlertsCommands.Path}/explain?{query}", cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
            await WriteJsonAsync(answer).ConfigureAwait(false);
        else
            new ExplanationText(Terminal.Out).Write(answer);
    }
}
