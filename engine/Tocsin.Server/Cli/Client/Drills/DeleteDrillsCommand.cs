using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Drills;

/// <summary><c>tocsin drills delete</c>: makes them no more.</summary>
internal sealed class DeleteDrillsCommand : ClientCommand
{
    private readonly Argument<string[]> _ids;

    public DeleteDrillsCommand(Terminal terminal, ServerChoice server)
        : base("delete", "Delete drills on a schedule.", terminal, server) =>
        _ids = Words("ids", "Ids of drills as 'tocsin drills' shows them.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin drills delete pager-weekly"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var id in arguments.GetRequiredValue(_ids))
        {
            try
            {
                await api.SendAsync(HttpMethod.Delete, $"{DrillsCommands.Path}/{Uri.EscapeDataString(id)}", null, cancellationToken).ConfigureAwait(false);
            }
            catch (ApiRefusal refusal) when (refusal.Status is System.Net.HttpStatusCode.NotFound)
            {
                await FailAsync(refusal.Message).ConfigureAwait(false);
            }
        }
    }
}
