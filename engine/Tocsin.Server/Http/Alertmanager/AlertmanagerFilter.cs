using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Matching.Labels;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>Which alerts a client of Alertmanager asks for.</summary>
/// <param name="Matchers">What their labels must say.</param>
/// <param name="Receiver">What the name of a handler that gets them must be; null for any.</param>
/// <param name="TakesActive">Whether those are meant that nothing keeps back.</param>
/// <param name="TakesSilenced">Whether those are meant that silences keep back.</param>
internal sealed record AlertmanagerFilter(IReadOnlyList<LabelMatcher> Matchers, LabelMatcher? Receiver, bool TakesActive, bool TakesSilenced)
{
    /// <exception cref="ApiException">A parameter cannot be read.</exception>
    public static AlertmanagerFilter Read(IQueryCollection query)
    {
        LabelMatcher? receiver = null;
        if (query["receiver"].ToString() is { Length: > 0 } pattern && !LabelMatcher.TryCreate("receiver", pattern, isRegex: true, isEqual: true, out receiver, out var error))
            throw ApiException.BadRequest($"failed to parse receiver param: {error}");
        return new AlertmanagerFilter(MatchersOf(query), receiver, Flag(query, "active"), Flag(query, "silenced"));
    }

    /// <summary>The matchers of a request.</summary>
    /// <exception cref="ApiException">One cannot be read.</exception>
    public static IReadOnlyList<LabelMatcher> MatchersOf(IQueryCollection query) =>
        [.. query["filter"].Where(text => !string.IsNullOrEmpty(text)).Select(text => LabelMatcher.TryParse(text!, out var matcher, out var error) ? matcher : throw ApiException.BadRequest($"bad matcher format: {error}"))]; // Filtered right before.

    /// <summary>Whether a silence has a matcher that a filter takes: filters look at values of silences as if they were labels.</summary>
    public static bool Takes(Silence silence, LabelMatcher filter)
    {
        var own = silence.Matchers.LastOrDefault(matcher => matcher.Name == filter.Name);
        return filter.Value.Length == 0 && (own is not null) == !filter.IsEqual ? true : filter.Matches(own?.Value ?? "");
    }

    public bool Takes(AlertLabels labels)
    {
        foreach (var matcher in Matchers)
        {
            if (!matcher.Matches(labels[matcher.Name]))
                return false;
        }

        return true;
    }

    public bool TakesState(bool isSilenced) => isSilenced ? TakesSilenced : TakesActive;

    public bool TakesReceiver(string name) => Receiver?.Matches(name) != false;

    private static bool Flag(IQueryCollection query, string name) => query[name].ToString() switch
    {
        "" or "true" => true,
        "false" => false,
        var other => throw ApiException.BadRequest($"{name} in query must be of type boolean: \"{other}\""),
    };
}
