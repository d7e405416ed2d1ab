using System.Text.Json;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Matching.Labels;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>A silence as clients of Alertmanager send it.</summary>
/// <param name="Id">The id of the one that it takes the place of; empty for a new one.</param>
internal sealed record PostedSilence(string Id, IReadOnlyList<LabelMatcher> Matchers, DateTimeOffset Starts, DateTimeOffset Ends, string By, string Comment)
{
    /// <exception cref="ApiException">It is not one, as Alertmanager would say it.</exception>
    public static PostedSilence Read(JsonElement body, DateTimeOffset now)
    {
        if (!body.TryGetProperty("matchers", out var list) || list.ValueKind != JsonValueKind.Array)
            throw ApiException.BadRequest("matchers in body is required");
        var starts = TimeOf(body, "startsAt");
        var ends = TimeOf(body, "endsAt");
        var posted = new PostedSilence(ApiBody.Text(body, "id"), [.. list.EnumerateArray().Select(MatcherOf)], starts, ends, ApiBody.Text(body, "createdBy"), ApiBody.Text(body, "comment"));
        if (starts >= ends)
            throw ApiException.BadRequest("Failed to create silence: start time must be before end time");
        if (ends < now)
            throw ApiException.BadRequest("Failed to create silence: end time can't be in the past");
        if (posted.Matchers.Count == 0)
            throw ApiException.BadRequest("silence invalid: at least one matcher required");
        return posted.Matchers.All(matcher => matcher.AsksForNothing)
            ? throw ApiException.BadRequest("silence invalid: at least one matcher must not match the empty string")
            : posted;
    }

    /// <summary>Whether one that is there keeps its id: what it matches stays the same, and the past is not changed.</summary>
    public bool MayReplace(Silence old, DateTimeOffset now) => Matchers.SequenceEqual(old.Matchers) && old.StateAt(now) switch
    {
        SilenceState.Active => Starts.ToUnixTimeSeconds() == old.From.ToUnixTimeSeconds() && Ends >= now,
        SilenceState.Pending => Starts >= now,
        _ => false,
    };

    /// <summary>The silence as it is defined here.</summary>
    /// <param name="replaced">The one whose place it takes.</param>
    public ConfigMap Definition(Silence? replaced, DateTimeOffset now)
    {
        var starts = replaced is not null && replaced.From <= now ? replaced.From : Starts > now ? Starts : now;
        var entries = new List<ConfigEntry>
        {
            new("matchers", Texts(Matchers.Select(matcher => matcher.ToString()))),
            new("from", new ConfigText(AlertmanagerJson.Time(starts))),
            new("until", new ConfigText(AlertmanagerJson.Time(Ends))),
            new("comment", new ConfigText(Comment)),
            new("by", new ConfigText(By)),
        };
        if (replaced is not null)
            entries.AddRange([new("id", new ConfigText(replaced.Id)), new("handlers", Texts(replaced.Handlers))]);
        return new ConfigMap(entries);
    }

    private static ConfigList Texts(IEnumerable<string> texts) => new([.. texts.Select(text => new ConfigText(text))]);

    private static LabelMatcher MatcherOf(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw ApiException.BadRequest("matchers in body must be a list of objects");
        var (name, value) = (ApiBody.Text(json, "name"), ApiBody.Text(json, "value"));
        var isEqual = !json.TryGetProperty("isEqual", out var equal) || equal.ValueKind != JsonValueKind.False;
        var isRegex = json.TryGetProperty("isRegex", out var regex) && regex.ValueKind == JsonValueKind.True;
        return LabelMatcher.TryCreate(name, value, isRegex, isEqual, out var matcher, out var error) ? matcher : throw ApiException.BadRequest($"silence invalid: {error}");
    }

    // As at Alertmanager, a time without a zone is UTC: Python's isoformat() writes such.
    private static DateTimeOffset TimeOf(JsonElement body, string name)
    {
        var text = ApiBody.Text(body, name);
        return Rfc3339.TryParse(text, out var time) || Rfc3339.TryParse($"{text}Z", out time) ? time
            : throw ApiException.BadRequest(text.Length == 0 ? $"{name} in body is required" : $"{name} in body must be a time such as 2026-01-31T12:00:00Z, not '{text}'");
    }
}
