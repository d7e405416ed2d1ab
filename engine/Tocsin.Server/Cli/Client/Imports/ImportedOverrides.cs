using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Client.Imports.Origins;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Imports;

/// <summary>Sets over a server's configuration what was set over that of a Kapacitor.</summary>
/// <param name="target">The server that gets it.</param>
internal sealed class ImportedOverrides(ApiClient target)
{
    private IReadOnlyList<JsonObject>? _here;

    /// <param name="wanted">What was set of one element.</param>
    /// <param name="replaces">True to set it also over what was set here.</param>
    public async Task<(ImportOutcome Outcome, string Why)> ImportAsync(JsonObject wanted, bool replaces, CancellationToken cancellationToken)
    {
        var (section, element, isAdded) = (wanted.Text("section"), wanted.Text("element"), wanted["added"]?.GetValue<bool>() == true);
        if (wanted["options"] is not JsonObject { Count: > 0 } options)
            return (ImportOutcome.Skipped, "all its overrides were reset to the file's values");
        _here ??= await HereAsync(cancellationToken).ConfigureAwait(false);
        var here = _here.FirstOrDefault(set => set.Text("section") == section && set.Text("element") == element);
        if (here is not null && ImportedOptions.AreSame(options, here["options"]))
            return (ImportOutcome.Same, "");
        if (here is not null && !replaces)
            return (ImportOutcome.Differs, "left as it is set here");

        var path = ApiClient.PathOf("config", section);
        var isNew = isAdded && here is null;
        await target.SendAsync(HttpMethod.Post, isNew ? path : $"{path}/{Uri.EscapeDataString(element)}", new JsonObject { [isNew ? "add" : "set"] = options.DeepClone() }, cancellationToken).ConfigureAwait(false);
        return (here is null ? ImportOutcome.Imported : ImportOutcome.Replaced, "");
    }

    private async Task<IReadOnlyList<JsonObject>> HereAsync(CancellationToken cancellationToken) =>
        (await target.GetAsync($"{RouteTable.OwnBase}/config/overrides", cancellationToken).ConfigureAwait(false)).Items("overrides");
}
