using System.CommandLine;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Client.Silences;

/// <summary><c>tocsin silences define</c>: makes the silences of files, or replaces those that are there.</summary>
internal sealed class DefineSilencesCommand : ClientCommand
{
    private readonly Argument<string[]> _files;

    public DefineSilencesCommand(Terminal terminal, ServerChoice server)
        : base("define", "Define or replace the silences of files.", terminal, server) =>
        _files = Words("files", "YAML or JSON: id, matchers, handlers, when, from, until, comment, by; several documents are several silences.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin silences define night.yaml"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var file in arguments.GetRequiredValue(_files))
        {
            var text = TextFile.Read(file);
            var (_, problems) = SilenceFile.Parse(text, file);
            if (problems.Any(problem => !problem.IsWarning))
                throw new CliException(string.Join('\n', problems));
            await SilencesCommands.TellAsync(Terminal, await api.SendTextAsync(HttpMethod.Post, SilencesCommands.Path, text, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
