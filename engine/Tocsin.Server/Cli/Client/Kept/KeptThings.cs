using System.Text.Json.Nodes;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Kept;

/// <summary>What a server keeps under numbers until somebody looks after it.</summary>
/// <param name="Command">The name of its command; its part of the API has the same.</param>
/// <param name="Plural">What people call it: <c>dead letters</c>.</param>
/// <param name="ListKey">Where the answer of the API has the list.</param>
internal sealed record KeptThings(string Command, string Plural, string ListKey)
{
    private const int PageSize = 100;

    private string Path => $"{RouteTable.OwnBase}/{Command}";

    public static string Number(JsonObject kept) => kept.Text("number");

    public string PathOf(string number) => $"{Path}/{Uri.EscapeDataString(number)}";

    /// <summary>All there are, page by page.</summary>
    public async Task<List<JsonObject>> ReadAllAsync(ApiClient api, CancellationToken cancellationToken)
    {
        var all = new List<JsonObject>();
        while (true)
        {
            var after = all.Count == 0 ? "0" : Number(all[^1]);
            var page = (await api.GetAsync($"{Path}?after={after}&limit={PageSize}", cancellationToken).ConfigureAwait(false)).Items(ListKey);
            all.AddRange(page);
            if (page.Count < PageSize)
                return all;
        }
    }
}
