using System.CommandLine;
using Tocsin.Engine.Sources;
using Tocsin.Server.Json;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Client.Sources;

/// <summary><c>tocsin sources define</c>: makes the sources of files, or replaces those that are there.</summary>
internal sealed class DefineSourcesCommand : ClientCommand
{
    private const string BodyName = "body:";

    private readonly Argument<string[]> _files;

    public DefineSourcesCommand(Terminal terminal, ServerChoice server)
        : base("define", "Define or replace the sources of files.", terminal, server) =>
        _files = Words("files", "YAML or JSON: id, kind, topic, auth, options; several documents are several sources.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin sources define checks.yaml"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var file in arguments.GetRequiredValue(_files))
            await DefineAsync(api, file, cancellationToken).ConfigureAwait(false);
    }

    private async Task DefineAsync(ApiClient api, string file, CancellationToken cancellationToken)
    {
        var text = TextFile.Read(file);
        var problems = SourceFile.Parse(text, file).Problems;
        if (problems.Count > 0)
            throw new CliException(string.Join('\n', problems));
        try
        {
            var answer = await api.SendTextAsync(HttpMethod.Post, SourcesCommands.Path, text, cancellationToken).ConfigureAwait(false);
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
}
