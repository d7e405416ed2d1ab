using Tocsin.Sdk.Commands;

namespace Tocsin.Plugins.VictorOps.Teams;

/// <summary>Writes the teams of an organisation to a file that handlers refer to.</summary>
[ProgramCommand(
    "victorops teams import",
    "Write the teams of VictorOps to a file for handlers of kind victorops-incident.",
    Examples = ["tocsin victorops teams import", "tocsin victorops teams import --out teams.yaml"])]
internal sealed class TeamsImportCommand(TeamsImportOptions options, CommandContext context, HttpClient http, TimeProvider time) : IProgramCommand
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        http.Timeout = LongestRequest;
        var source = new TeamsApi(http, options.Api, options.ApiId.Trim(), options.ApiKey.Trim(), time, context.Error.WriteLine);
        var teams = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
        var yaml = TeamsYaml.Write(teams);
        if (options.Out == "-")
            await context.Output.WriteAsync(yaml).ConfigureAwait(false);
        else
            await WriteAsync(teams, yaml, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(IReadOnlyList<ImportedTeam> teams, string yaml, CancellationToken cancellationToken)
    {
        try
        {
            // A file that is there is replaced as a whole: a handler may be reading it.
            var written = options.Out + ".new";
            await File.WriteAllTextAsync(written, yaml, cancellationToken).ConfigureAwait(false);
            File.Move(written, options.Out, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{options.Out} cannot be written: {problem.Message}");
        }

        await context.Output.WriteLineAsync($"{options.Out}: {teams.Count} teams, {teams.Sum(team => team.Policies.Count)} escalation policies").ConfigureAwait(false);
    }
}
