using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>Somebody wants no deliveries of some alerts for a time. What alerts are is not touched by it.</summary>
public sealed record Silence
{
    public required string Id { get; init; }

    /// <summary>What an alert's labels must say, all of it.</summary>
    public required IReadOnlyList<LabelMatcher> Matchers { get; init; }

    /// <summary>Patterns of the handlers that get nothing: <c>topic/handler</c>. Empty for all.</summary>
    public IReadOnlyList<string> Handlers { get; init; } = [];

    /// <summary>The hours in which it is active; null for all.</summary>
    public SilenceWindow? Window { get; init; }

    /// <summary>When it begins.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it is over; the end of time when nobody knows.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Whether it ends with the last alert that it matches. It holds up to the level an alert had when it was silenced.</summary>
    public bool IsUntilResolved { get; init; }

    public string Comment { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string By { get; init; } = "";

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Updated { get; init; }

    /// <summary>When it was ended before its time; null when it was not.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What was defined, as JSON.</summary>
    public required string Definition { get; init; }

    /// <summary>When it is over for good.</summary>
    public DateTimeOffset End => Ended is { } ended && ended < Until ? ended : Until;

    public SilenceState StateAt(DateTimeOffset now) => End <= now ? SilenceState.Expired
        : SpanAt(now) is not { } span ? SilenceState.Expired
        : span.Contains(now) ? SilenceState.Active : SilenceState.Pending;

    /// <summary>The stretch in which it is active, or will be next; null when there is none any more.</summary>
    public SilenceSpan? SpanAt(DateTimeOffset now) => Spans(now).Select(span => (SilenceSpan?)span).FirstOrDefault();

    /// <summary>The stretches in which it is active, from the one at a time or after it.</summary>
    public IEnumerable<SilenceSpan> Spans(DateTimeOffset now)
    {
        if (Window is null)
            return now < End ? [new SilenceSpan(From, End)] : [];
        var begin = now > From ? now : From;
        return Window.Following(begin).TakeWhile(span => span.From < End)
            .Select(span => new SilenceSpan(span.From > From ? span.From : From, span.Until < End ? span.Until : End))
            .Where(span => span.Until > now);
    }

    public bool Matches(AlertLabels labels)
    {
        foreach (var matcher in Matchers)
        {
            if (!matcher.Matches(labels[matcher.Name]))
                return false;
        }

        return true;
    }

    /// <summary>Whether a label may have a value, by the matchers of that label.</summary>
    public bool MatchesLabel(string name, string value)
    {
        foreach (var matcher in Matchers)
        {
            if (matcher.Name == name && !matcher.Matches(value))
                return false;
        }

        return true;
    }

    /// <summary>Whether a handler gets nothing.</summary>
    public bool Covers(HandlerTarget known)
    {
        if (Handlers.Count == 0)
            return true;
        foreach (var pattern in Handlers)
        {
            var wanted = HandlerTarget.Parse(pattern);

            // Topics may hold slashes, which a star does not take.
            if ((wanted.Topic is "" or "*" || IsLike(wanted.Topic, known.Topic)) && IsLike(wanted.Handler, known.Handler))
                return true;
            if (known.IsOfNode && (IsLike(pattern, known.InScript) || IsLike(pattern, known.InScriptByKind)))
                return true;
        }

        return false;
    }

    private static bool IsLike(string pattern, string name) => pattern == name || (GoGlob.TryMatch(pattern, name, out var isMatch) && isMatch);
}
