using System.CommandLine;
using Tocsin.Engine.Drills;
using Tocsin.Server.Json;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Client.Drills;

/// <summary><c>tocsin drills define</c>: makes the drills of files, or replaces those that are there.</summary>
internal sealed class DefineDrillsCommand : ClientCommand
{
    private readonly Argument<string[]> _files;

    public DefineDrillsCommand(Terminal terminal, ServerChoice server)
        : base("define", "Define or replace the drills of files.", terminal, server) =>
        _files = Words("files", "YAML or JSON: id, name, cron, zone, level, wait, alarm, handlers; several documents are several drills.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin drills define pager.yaml"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var file in arguments.GetRequiredValue(_files))
        {
            var text = TextFile.Read(file);
            var (_, problems) = DrillFile.Parse(text, file);
            if (problems.Any(problem => !problem.IsWarning))
                throw new CliException(string.Join('\n', problems));
            var answer = await api.SendTextAsync(HttpMethod.Post, DrillsCommands.Path, text, cancellationToken).ConfigureAwait(false);
            foreach (var drill in answer.Items("drills"))
                await Terminal.Out.WriteLineAsync(drill.Text("id")).ConfigureAwait(false);
        }
    }
}
