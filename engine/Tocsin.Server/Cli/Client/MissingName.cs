using Tocsin.Dsl.Text;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary>Words for names that are not there, with the one that may be meant.</summary>
internal static class MissingName
{
    /// <summary>There is nothing of an id, or none that a pattern matches.</summary>
    /// <param name="kind"><c>tasks</c>, <c>templates</c>, <c>recordings</c> or <c>replays</c>.</param>
    public static async Task<string> ByIdAsync(ApiClient api, string kind, string name, CancellationToken cancellationToken)
    {
        var known = await api.ListAsync(kind, [], ["link"], cancellationToken).ConfigureAwait(false);
        return Of(kind, name, known.Select(item => item.Text("id")), $"tocsin list {kind}");
    }

    public static async Task<string> TopicAsync(ApiClient api, string name, CancellationToken cancellationToken)
    {
        var known = await TopicLists.TopicsAsync(api, "", cancellationToken).ConfigureAwait(false);
        return Of("topics", name, known.Select(item => item.Text("id")), "tocsin list topics");
    }

    /// <summary>A topic has no handler of a name, or none that a pattern matches; or there is no such topic.</summary>
    public static async Task<string> HandlerAsync(ApiClient api, string topic, string name, CancellationToken cancellationToken)
    {
        var topics = await TopicLists.TopicsAsync(api, "", cancellationToken).ConfigureAwait(false);
        if (topics.Find(known => known.Text("id") == topic) is not { } found)
            return Of("topics", topic, topics.Select(item => item.Text("id")), "tocsin list topics");
        var known = await TopicLists.HandlersAsync(api, found.Link("handlers-link"), "", cancellationToken).ConfigureAwait(false);
        return $"topic '{topic}': {Of("handlers", name, known.Select(item => item.Text("id")), $"tocsin list topic-handlers {topic}")}";
    }

    private static string Of(string kind, string name, IEnumerable<string> known, string list) => name.AsSpan().ContainsAny("*?[")
        ? $"no {kind[..^1]} matches '{name}'; '{list}' shows those there are"
        : NearestName.Find(name, known) is { } nearest
            ? $"there is no {kind[..^1]} '{name}'; did you mean '{nearest}'?"
            : $"there is no {kind[..^1]} '{name}'; '{list}' shows those there are";
}
