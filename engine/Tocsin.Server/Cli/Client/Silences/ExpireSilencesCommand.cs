using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Silences;

/// <summary><c>tocsin silences expire</c>: ends silences before their time.</summary>
internal sealed class ExpireSilencesCommand : ClientCommand
{
    private readonly Argument<string[]> _ids;

    public ExpireSilencesCommand(Terminal terminal, ServerChoice server)
        : base("expire", "End silences now: what they kept back and is still open is delivered.", terminal, server) =>
        _ids = Words("ids", "Ids of silences as 'tocsin silences' shows them.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin silences expire night-batch"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var id in arguments.GetRequiredValue(_ids))
        {
            try
            {
                await api.SendAsync(HttpMethod.Delete, SilencesCommands.PathOf(id), null, cancellationToken).ConfigureAwait(false);
            }
            catch (ApiRefusal refusal) when (refusal.Status is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict)
            {
                await FailAsync(refusal.Message).ConfigureAwait(false);
            }
        }
    }
}
