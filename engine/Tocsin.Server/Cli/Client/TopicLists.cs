using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary>Lists topics and their handlers.</summary>
internal static class TopicLists
{
    public static async Task<List<JsonObject>> TopicsAsync(ApiClient api, string pattern, CancellationToken cancellationToken)
    {
        var path = $"{ApiClient.PathOf("alerts", "topics")}?min-level=OK&pattern={Uri.EscapeDataString(pattern)}";
        return (await api.GetAsync(path, cancellationToken).ConfigureAwait(false)).Items("topics");
    }

    /// <param name="link">The path of the topic's handlers.</param>
    public static async Task<List<JsonObject>> HandlersAsync(ApiClient api, string link, string pattern, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"{link}?pattern={Uri.EscapeDataString(pattern)}", cancellationToken).ConfigureAwait(false);
        return answer.Items("handlers");
    }
}
