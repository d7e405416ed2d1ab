using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Pipelines.Shadows;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin define</c>: makes a task, or changes one and starts it anew when it runs.</summary>
internal sealed class DefineCommand : ClientCommand
{
    private readonly Argument<string> _id;
    private readonly Option<bool> _shadow;
    private readonly Option<string?> _tick;
    private readonly Option<string?> _type;
    private readonly Option<string?> _template;
    private readonly Option<string?> _vars;
    private readonly Option<string?> _file;
    private readonly Option<string[]> _dbrps;
    private readonly Option<bool> _noReload;

    public DefineCommand(Terminal terminal, ServerChoice server)
        : base("define", "Define or change a task.", terminal, server)
    {
        _id = Argument<string>("task", "The task's id.");
        CompleteTasks(_id);
        _tick = PeerOption<string?>("tick", "The script.", "FILE");
        _type = PeerOption<string?>("type", "stream or batch; the script itself decides.", "TYPE");
        _template = PeerOption<string?>("template", "The template to take the script from.", "TEMPLATE");
        _vars = PeerOption<string?>("vars", "Values for the script's variables, JSON or YAML.", "FILE");
        _file = PeerOption<string?>("file", "A task file, JSON or YAML: template-id, dbrps, vars.", "FILE");
        _dbrps = PeerOption<string[]>("dbrp", "Where points come from; may be given several times.", "DB.RP");
        _shadow = Option<bool>("shadow", "Run it beside the task, as TASK.shadow: it notifies nobody, and 'tocsin diff TASK' compares the two.");
        _noReload = PeerOption<bool>("no-reload", "Leave a running task as it is; the change takes effect at its next start.");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "tocsin define cpu_alert -tick cpu_alert.tick -type stream -dbrp telegraf.autogen",
        "tocsin define cpu_web -template cpu -vars web.json -dbrp telegraf.autogen",
        "tocsin define cpu_web -file cpu_web.yaml",
        "tocsin define cpu_alert -tick new.tick --shadow",
    ];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var id = arguments.GetRequiredValue(_id);
        var tick = arguments.GetValue(_tick);
        var script = tick is null ? null : TextFile.Read(tick);
        var body = BodyOf(arguments, id, script);
        if (arguments.GetValue(_shadow))
        {
            await TakeOverAsync(api, id, body, cancellationToken).ConfigureAwait(false);
            id = ShadowId.Of(id);
        }

        var path = ApiClient.PathOf("tasks", id);
        var before = await api.FindAsync(path + "?dot-view=attributes&replay-id=&script-format=formatted", cancellationToken).ConfigureAwait(false);
        var task = await ScriptReport.SendAsync(Terminal, script, tick, async () =>
        {
            if (before?.Text("status") is "enabled" or "shadow" && !arguments.GetValue(_noReload))
                body["status"] = "enabled"; // The change takes effect, or nothing is changed.
            if (before is not null)
                return await api.SendAsync(HttpMethod.Patch, path + "?state=true", body, cancellationToken).ConfigureAwait(false);

            body.Insert(0, "id", id);
            if (arguments.GetValue(_shadow))
                body["status"] = "shadow";
            else if (arguments.GetValue(_file) is null)
                body["status"] = "disabled";
            return await api.SendAsync(HttpMethod.Post, ApiClient.PathOf("tasks"), body, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (IsIdle(task))
            await FailOfIdleAsync(id, task).ConfigureAwait(false);
    }

    // What is not said of a shadow is as it is with the live task.
    private static async Task TakeOverAsync(ApiClient api, string live, JsonObject body, CancellationToken cancellationToken)
    {
        var task = await api.FindAsync(ApiClient.PathOf("tasks", live), cancellationToken).ConfigureAwait(false)
            ?? throw new CliException($"there is no task '{live}' for a shadow to run beside: 'tocsin list tasks' shows those there are", ExitCode.Failed);
        if (!body.ContainsKey("dbrps") && body.Text("script") is var script && !SyntaxTree.Parse(new SourceText(script)).Root.Statements.OfType<DbrpSyntax>().Any())
            body["dbrps"] = task["dbrps"]?.DeepClone();
        if (!body.ContainsKey("vars") && task["vars"] is JsonObject { Count: > 0 } vars)
            body["vars"] = vars.DeepClone();
    }

    private JsonObject BodyOf(ParseResult arguments, string id, string? script)
    {
        var body = new JsonObject();
        var dbrps = (arguments.GetValue(_dbrps) ?? []).Select(DbrpText.Parse).ToList();
        IReadOnlyDictionary<string, ScriptVar>? vars = null;
        var template = arguments.GetValue(_template) ?? "";
        if (arguments.GetValue(_file) is { } file)
        {
            var task = TaskFile.Read(file);
            foreach (var warning in task.Warnings)
                Terminal.Error.WriteLine($"{warning.Place}: warning: {warning.Message}");
            if (task.Id.Length > 0 && task.Id != id)
                throw new CliException($"{file} is for the task '{task.Id}', not for '{id}': give that id, or take the id out of the file", ExitCode.Usage);
            template = template.Length > 0 ? template : task.TemplateId;
            dbrps = dbrps.Count > 0 ? dbrps : [.. task.Dbrps];
            vars = task.Vars;
        }

        if (arguments.GetValue(_vars) is { } varsFile)
            vars = TaskFile.ReadVars(varsFile);
        if (template.Length > 0)
            body["template-id"] = template;
        if (arguments.GetValue(_type) is { Length: > 0 } type)
            body["type"] = type is "stream" or "batch" ? type : throw new CliException($"'{type}' isn't a task type: give stream or batch", ExitCode.Usage);
        if (dbrps.Count > 0)
            body["dbrps"] = new JsonArray([.. dbrps.Select(dbrp => new JsonObject { ["db"] = dbrp.Database, ["rp"] = dbrp.RetentionPolicy })]);
        if (script is not null)
            body["script"] = script;
        if (vars is { Count: > 0 })
            body["vars"] = TaskFile.ToJson(vars);
        return body;
    }
}
