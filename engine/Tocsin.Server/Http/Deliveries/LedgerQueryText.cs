using System.Globalization;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Server.Http.Deliveries;

/// <summary>The parameters of a look into the ledger.</summary>
internal static class LedgerQueryText
{
    /// <summary>Entries of one answer at most.</summary>
    public const int MostAtOnce = 1000;

    private const long NanosecondsPerTick = 100;

    private static readonly string[] Known = ["topic", "handler", "id", "outcome", "since", "until", "before", "limit"];
    private static readonly (string Name, LedgerOutcome Outcome)[] Outcomes =
    [
        ("delivered", LedgerOutcome.Delivered), ("refused", LedgerOutcome.Refused), ("given-up", LedgerOutcome.GivenUp),
        ("merged", LedgerOutcome.Merged), ("dropped", LedgerOutcome.Dropped), ("resent", LedgerOutcome.Resent), ("owed", LedgerOutcome.Owed),
        ("silenced", LedgerOutcome.Silenced), ("grouped", LedgerOutcome.Grouped), ("limited", LedgerOutcome.Limited), ("put-off", LedgerOutcome.PutOff),
    ];

    /// <summary>An outcome as the API calls it.</summary>
    public static string NameOf(LedgerOutcome outcome) => Array.Find(Outcomes, known => known.Outcome == outcome).Name;

    /// <exception cref="ApiException">A parameter is not known, or its value is wrong.</exception>
    public static LedgerFilter Read(IQueryCollection query, DateTimeOffset now)
    {
        // A filter that is misspelt would answer with everything.
        if (query.Keys.FirstOrDefault(key => !Known.Contains(key)) is { } unknown)
            throw ApiException.BadRequest($"there is no parameter '{unknown}'{NameHint.Of(unknown, Known)}");

        var filter = new LedgerFilter
        {
            Topic = Text(query, "topic"),
            Handler = Text(query, "handler"),
            AlertId = Text(query, "id"),
            Outcome = Text(query, "outcome") is { } outcome ? OutcomeOf(outcome) : null,
            Since = Text(query, "since") is { } since ? TimeOf("since", since, now) : null,
            Until = Text(query, "until") is { } until ? TimeOf("until", until, now) : null,
            Before = Text(query, "before") is { } before ? NumberOf("before", before, long.MaxValue) : null,
            Limit = Text(query, "limit") is { } limit ? (int)NumberOf("limit", limit, MostAtOnce) : new LedgerFilter().Limit,
        };
        if (filter is { Outcome: LedgerOutcome.Owed, AlertId: null })
            throw ApiException.BadRequest("what is owed is listed for one alert: add its id; /tocsin/v1/deliveries shows how much each handler is owed");
        return filter;
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static LedgerOutcome OutcomeOf(string text)
    {
        foreach (var (name, outcome) in Outcomes)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                return outcome;
        }

        throw ApiException.BadRequest($"there is no outcome '{text}'{NameHint.Of(text, [.. Outcomes.Select(known => known.Name)])}");
    }

    private static DateTimeOffset TimeOf(string name, string text, DateTimeOffset now)
    {
        if (DurationSetting.TryParse(text, out var nanoseconds) && nanoseconds >= 0)
        {
            var ticks = nanoseconds / NanosecondsPerTick;
            return ticks < now.UtcTicks ? now.AddTicks(-ticks) : DateTimeOffset.UnixEpoch;
        }

        // The plus of a zone that is not escaped arrives as a blank.
        if (Rfc3339.TryParse(text.Replace(' ', '+'), out var time))
            return time;
        throw ApiException.BadRequest($"{name} must be a time such as 2026-01-31T12:00:00Z, or how long ago, such as 1h30m; '{text}' is neither");
    }

    private static long NumberOf(string name, string text, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw ApiException.BadRequest($"{name} must be a whole number from 1{(most < long.MaxValue ? $" to {most}" : "")}, not '{text}'");
}
