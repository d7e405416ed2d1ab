using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin show</c>: one task with its script, variables and graph.</summary>
internal sealed class ShowCommand : ClientCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _replay;
    private readonly Option<bool> _json;

    public ShowCommand(Terminal terminal, ServerChoice server)
        : base("show", "Show a task: state, script, variables, graph with counters.", terminal, server)
    {
        _id = Argument<string>("task", "The task's id.");
        CompleteTasks(_id);
        _replay = PeerOption<string?>("replay", "Show it as it runs in a replay that goes on.", "REPLAY");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin show cpu_alert", "tocsin show --replay replay-1 cpu_alert"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var path = ApiClient.PathOf("tasks", arguments.GetRequiredValue(_id)) + $"?dot-view=attributes&replay-id={Uri.EscapeDataString(arguments.GetValue(_replay) ?? "")}&script-format=formatted&loops=true&state=true";
        var task = await api.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(task).ConfigureAwait(false);
            return;
        }

        var output = Terminal.Out;
        output.WriteLine($"ID: {task.Text("id")}");
        output.WriteLine($"Error: {task.Text("error")}");
        output.WriteLine($"Template: {task.Text("template-id")}");
        output.WriteLine($"Type: {task.Text("type")}");
        output.WriteLine($"Status: {task.Text("status")}");
        output.WriteLine($"Executing: {task.Text("executing")}");
        if (task["loops"] is JsonObject { Count: > 0 } loops)
            output.WriteLine($"Loops: {loops.Text("count")} of {loops.Text("limit")} at most: {loops.Text("reason")}");
        if (task["state"] is JsonObject state && state.Text("bytes").Length > 0)
            output.WriteLine($"State: {StateText.Of(state)}");
        output.WriteLine($"Created: {TimeText.Short(task.Text("created"))}");
        output.WriteLine($"Modified: {TimeText.Short(task.Text("modified"))}");
        output.WriteLine($"LastEnabled: {TimeText.Short(task.Text("last-enabled"))}");
        output.WriteLine($"Databases Retention Policies: {task.Dbrps()}");
        output.WriteLine("TICKscript:");
        output.WriteLine(task.Text("script"));
        if (task["vars"] is JsonObject { Count: > 0 } vars)
        {
            var table = new TextTable(new Column("Name", 30), new("Type", 10), new("Value", 40));
            foreach (var (name, var) in vars.OrderBy(var => var.Key, StringComparer.Ordinal))
                table.Add(name, (var as JsonObject)?.Text("type") ?? "", VarText.Of(var as JsonObject));
            output.WriteLine("Vars:");
            table.Write(output);
        }

        output.WriteLine("DOT:");
        output.WriteLine(task.Text("dot"));
    }
}
