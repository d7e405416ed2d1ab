using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Deletes;

/// <summary>Deletes things of one kind by names or patterns.</summary>
internal abstract class DeleteKindCommand(string kind, string description, Terminal terminal, ServerChoice server) : ClientCommand(kind, description, terminal, server)
{
    /// <summary>Deletes all that the names and patterns find.</summary>
    /// <param name="missing">What to say of a name that finds nothing.</param>
    protected async Task DeleteAsync(
        ApiClient api, string[] names, Func<string, Task<List<JsonObject>>> find, Func<string, Task<string>> missing, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            var found = await find(name).ConfigureAwait(false);
            if (found.Count == 0)
                await FailAsync(await missing(name).ConfigureAwait(false)).ConfigureAwait(false);
            foreach (var item in found)
                await api.SendAsync(HttpMethod.Delete, item.Link(), null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds the argument for the names.</summary>
    protected Argument<string[]> Names(string description) => Words("names", description, least: 1);
}
