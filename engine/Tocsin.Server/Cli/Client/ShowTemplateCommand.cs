using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin show-template</c>: one template with its script, variables and graph.</summary>
internal sealed class ShowTemplateCommand : ClientCommand
{
    private readonly Argument<string> _id;
    private readonly Option<bool> _json;

    public ShowTemplateCommand(Terminal terminal, ServerChoice server)
        : base("show-template", "Show a template: script, variables with defaults, graph.", terminal, server)
    {
        _id = Argument<string>("template", "The template's id.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin show-template cpu"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var path = ApiClient.PathOf("templates", arguments.GetRequiredValue(_id)) + "?script-format=formatted";
        var template = await api.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(template).ConfigureAwait(false);
            return;
        }

        var output = Terminal.Out;
        output.WriteLine($"ID: {template.Text("id")}");
        output.WriteLine($"Error: {template.Text("error")}");
        output.WriteLine($"Type: {template.Text("type")}");
        output.WriteLine($"Created: {TimeText.Short(template.Text("created"))}");
        output.WriteLine($"Modified: {TimeText.Short(template.Text("modified"))}");
        output.WriteLine("TICKscript:");
        output.WriteLine(template.Text("script"));
        output.WriteLine("Vars:");
        var table = new TextTable(new Column("Name", 30), new("Type", 10), new("Default Value", 40), new("Description", 40));
        foreach (var (name, node) in (template["vars"] as JsonObject ?? []).OrderBy(var => var.Key, StringComparer.Ordinal))
        {
            var variable = node as JsonObject ?? [];
            table.Add(name, variable.Text("type"), VarText.Of(variable), variable.Text("description"));
        }

        table.Write(output);
        output.WriteLine("DOT:");
        output.WriteLine(template.Text("dot"));
    }
}
