using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Sdk;
using Tocsin.Server.Cli.Backtests;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Histories;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin diff</c>: what a task and its shadow have raised differently so far.</summary>
internal sealed class DiffCommand : ClientCommand
{
    private readonly Argument<string> _task;
    private readonly Option<string[]> _failOn;
    private readonly Option<bool> _markdown;
    private readonly Option<bool> _json;

    public DiffCommand(Terminal terminal, ServerChoice server)
        : base("diff", "Show what a task and its shadow have raised differently since they run side by side.", terminal, server)
    {
        _task = Argument<string>("task", "The live task.");
        CompleteTasks(_task);
        _failOn = Option<string[]>("fail-on", "Exit with 1 when it holds, such as 'new > 0'; may be given several times.", "CONDITION");
        _markdown = Option<bool>("markdown", "Print what a merge request takes.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin diff cpu_alert", "tocsin diff cpu_alert --fail-on 'new > 0'"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var conditions = (arguments.GetValue(_failOn) ?? []).Select(FailCondition.Parse).ToList();
        var answer = await api.GetAsync($"{RouteTable.OwnBase}/tasks/diff?task={Uri.EscapeDataString(arguments.GetRequiredValue(_task))}", cancellationToken).ConfigureAwait(false);
        var (live, shadow) = (HistoryJson.Read((JsonObject)answer["against"]!), HistoryJson.Read((JsonObject)answer["script"]!)); // The server writes both.
        var comparison = HistoryComparison.Of(live, shadow);
        if (conditions.Exists(condition => condition.Holds(shadow, comparison)))
            Result = ExitCode.Found;
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        if (arguments.GetValue(_markdown))
        {
            BacktestText.Markdown(Terminal.Out, shadow, live, comparison);
            return;
        }

        BacktestText.To(Terminal).Write(shadow, live, comparison);
        Terminal.Out.WriteLine($"since {TimeText.Exact(answer.Text("since"))}{(answer.Text("is-full") == "true" ? "; so much has happened that no more is noted" : "")}");
    }
}
