using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin define-template</c>: makes a template, or changes one with all tasks made from it.</summary>
internal sealed class DefineTemplateCommand : ClientCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _tick;
    private readonly Option<string?> _type;

    public DefineTemplateCommand(Terminal terminal, ServerChoice server)
        : base("define-template", "Define or change a template; tasks made from it follow.", terminal, server)
    {
        _id = Argument<string>("template", "The template's id.");
        _tick = PeerOption<string?>("tick", "The script.", "FILE");
        _type = PeerOption<string?>("type", "stream or batch; the script itself decides.", "TYPE");
    }

    public override IReadOnlyList<string> Examples => ["tocsin define-template cpu -tick cpu.tick -type stream"];

    protected override string Explain(ApiRefusal refusal) =>
        refusal.Message == "must provide TICKscript" ? "the template needs a script: add -tick FILE" : base.Explain(refusal);

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var id = arguments.GetRequiredValue(_id);
        var tick = arguments.GetValue(_tick);
        var script = tick is null ? null : TextFile.Read(tick);
        var body = new JsonObject();
        if (arguments.GetValue(_type) is { } type)
            body["type"] = type;
        if (script is not null)
            body["script"] = script;

        var path = ApiClient.PathOf("templates", id);
        var exists = await api.FindAsync(path + "?script-format=formatted", cancellationToken).ConfigureAwait(false) is not null;
        await ScriptReport.SendAsync(Terminal, script, tick, () =>
        {
            if (exists)
                return api.SendAsync(HttpMethod.Patch, path, body, cancellationToken);
            body.Insert(0, "id", id);
            return api.SendAsync(HttpMethod.Post, ApiClient.PathOf("templates"), body, cancellationToken);
        }).ConfigureAwait(false);
    }
}
