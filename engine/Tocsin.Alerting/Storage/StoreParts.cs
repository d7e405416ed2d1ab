namespace Tocsin.Alerting.Storage;

/// <summary>The parts of a store, by the names that clients of the peer know, and the tables that hold them.</summary>
public static class StoreParts
{
    private static readonly Dictionary<string, string[]> Parts = new(StringComparer.Ordinal)
    {
        ["access"] = ["users", "tokens", "audit"],
        ["handler-specs"] = ["handlers"],

        // What was loaded from files is kept in a file of its own.
        ["load"] = [],
        ["overrides"] = ["config_overrides"],
        ["recordings"] = ["recordings"],
        ["replays"] = ["replays"],
        ["tasks"] = ["tasks", "templates"],
        ["silences"] = ["silences"],
        ["drills"] = ["drills"],
        ["topic-states"] = ["topics", "events", "open_alerts", "withheld", "acknowledgements", "incidents", "activities"],
        ["deliveries"] = ["targets", "outbox", "dead_letters", "ledger"],
        ["sources"] = ["sources", "source_keys", "quarantine"],
    };

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Parts.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The tables of a part; none when there is no such part.</summary>
    internal static IReadOnlyList<string> TablesOf(string part) => Parts.GetValueOrDefault(part, []);
}
