using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Engine.Sources;
using Tocsin.Server.Http;
using Tocsin.Server.Loading;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin sources</c>: where alerts of other systems come in: lists the sources with what they did, shows, defines or deletes them.</summary>
internal sealed class SourcesCommand : ClientCommand
{
    private const string Path = RouteTable.OwnBase + "/sources";
    private const string BodyName = "body:";

    private readonly Argument<string> _verb;
    private readonly Argument<string[]> _names;
    private readonly Option<bool> _json;

    public SourcesCommand(Terminal terminal, ServerChoice server)
        : base("sources", "List, show, define or delete sources: where alerts of other systems come in.", terminal, server)
    {
        _verb = Argument<string>("verb", "list, show, define or delete. Default: list.");
        _verb.DefaultValueFactory = static _ => "list";
        _names = Argument<string[]>("names", "Ids of sources; files to define them from.");
        _names.Arity = ArgumentArity.ZeroOrMore;
        _verb.CompletionSources.Add("list", "show", "define", "delete");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin sources", "tocsin sources define checks.yaml", "tocsin sources show checks", "tocsin sources delete checks"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var verb = arguments.GetRequiredValue(_verb);
        if (verb == "list")
        {
            var answer = await api.GetAsync(Path, cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(_json))
                await WriteJsonAsync(answer).ConfigureAwait(false);
            else
                WriteList(answer.Items("sources"));
            return;
        }

        Func<string, Task> act = verb switch
        {
            "show" => id => ShowAsync(api, id, cancellationToken),
            "define" => file => DefineAsync(api, file, cancellationToken),
            "delete" => id => api.SendAsync(HttpMethod.Delete, PathOf(id), null, cancellationToken),
            _ => throw new CliException($"sources cannot be '{verb}': list, show, define or delete them", ExitCode.Usage),
        };
        var names = arguments.GetRequiredValue(_names);
        if (names.Length == 0)
            throw new CliException(verb == "define" ? "say which files to define sources from" : $"say which sources to {verb}, by id", ExitCode.Usage);
        foreach (var name in names)
            await act(name).ConfigureAwait(false);
    }

    private async Task ShowAsync(ApiClient api, string id, CancellationToken cancellationToken)
    {
        var source = await api.GetAsync(PathOf(id), cancellationToken).ConfigureAwait(false);
        await WriteJsonAsync(source).ConfigureAwait(false);
    }

    private async Task DefineAsync(ApiClient api, string file, CancellationToken cancellationToken)
    {
        var text = TextFile.Read(file);
        var problems = SourceFile.Parse(text, file).Problems;
        if (problems.Count > 0)
            throw new CliException(string.Join('\n', problems));
        try
        {
            var answer = await api.SendTextAsync(HttpMethod.Post, Path, text, cancellationToken).ConfigureAwait(false);
            foreach (var warning in answer.Texts("warnings"))
                await Terminal.Error.WriteLineAsync($"{file}: warning: {warning}").ConfigureAwait(false);
        }
        catch (ApiRefusal refusal)
        {
            // The server knows no file names: it says where in the body.
            throw new CliException(string.Join('\n', refusal.Message.Split('\n').Select(line =>
                line.StartsWith(BodyName, StringComparison.Ordinal) ? $"{file}:{line[BodyName.Length..]}" : $"{file}: {line}")));
        }
    }

    private void WriteList(List<JsonObject> sources)
    {
        var table = new TextTable(
            Column.Fitting("Id", 8), Column.Fitting("Kind", 8), Column.Fitting("Topic", 8), Column.Fitting("Received"), Column.Fitting("Events"),
            Column.Fitting("Duplicates"), Column.Fitting("Ignored"), Column.Fitting("Refused"), Column.Fitting("Limited"), Column.Fitting("Quarantined"),
            new("Last Received", 23), new("Last Error", 0));
        foreach (var source in sources)
        {
            table.Add(
                source.Text("id"), source.Text("kind"), source.Text("topic"), source.Text("received"), source.Text("events"), source.Text("duplicates"),
                source.Text("ignored"), source.Text("refused"), source.Text("limited"), source.Text("quarantined"), TimeText.Short(source.Text("last-received")),
                source.Text("problem") is { Length: > 0 } problem ? problem : source.Text("last-error"));
        }

        table.Write(Terminal.Out);
    }

    private static string PathOf(string id) => $"{Path}/{Uri.EscapeDataString(id)}";
}
