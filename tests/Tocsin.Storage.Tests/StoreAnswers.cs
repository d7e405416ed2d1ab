using System.Text.Json;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Storage.Tests;

/// <summary>What a store answers to every question, as lines to be compared.</summary>
internal static class StoreAnswers
{
    public static IReadOnlyList<string> Of(IStateStore store)
    {
        var lines = new List<string>();
        void Add<T>(string what, IEnumerable<T> rows) => lines.AddRange(rows.Select(row => $"{what}: {JsonSerializer.Serialize(row)}"));

        // Where no order is promised.
        void AddAny<T>(string what, Action<Action<T>> load)
        {
            var rows = new List<string>();
            load(row => rows.Add($"{what}: {JsonSerializer.Serialize(row)}"));
            lines.AddRange(rows.Order(StringComparer.Ordinal));
        }

        Add("task", store.LoadTasks());
        Add("template", store.LoadTemplates());
        Add("handler", store.LoadHandlers());
        Add("override", store.LoadOverrides());
        Add("user", store.LoadUsers());
        Add("token", store.LoadTokens());
        Add("audit", store.ReadAudit(long.MaxValue, 10));
        Add("audit page", store.ReadAudit(store.ReadAudit(long.MaxValue, 1)[0].Number, 1));
        Add("silence", store.LoadSilences());
        Add("drill", store.LoadDrills());
        AddAny<RecordingRow>("recording", take => store.LoadRecordings().ToList().ForEach(take));
        AddAny<ReplayRow>("replay", take => store.LoadReplays().ToList().ForEach(take));
        foreach (var task in new[] { "cpu", "Disk", "\u00e9t\u00e9", "gone" })
        {
            foreach (var stream in new[] { "s1", "s2" })
                AddAny<object>($"watched {task} {stream}", take => store.ReadWatchedGroups(task, stream).ToList().ForEach(take));
            foreach (var node in new[] { "node1", "node2" })
                Add($"snapshot {task} {node}", new[] { store.ReadFunctionSnapshot(task, node) });
            if (store.ReadTaskState(task) is { } state)
                Add($"state {task}", store.ReadTaskStateParts(task, state));
        }

        Add("topic", store.LoadTopics().Select(topic => $"{topic.Topic} {topic.Name}"));
        AddAny<object>("event", take => store.LoadEvents((topic, id, state) => take(new { topic, id, state })));
        AddAny<object>("withheld", take => store.LoadKnownAlerts((topic, id, row) => take(new { topic, id, row })));
        AddAny<object>("acknowledged", take => store.LoadAcknowledgements((topic, id, row) => take(new { topic, id, row })));
        AddAny<object>("incident", take => store.LoadIncidents((topic, id, row) => take(new { topic, id, row })));
        AddAny<object>("open", take => store.ReadOpenEvents((topic, id, row) => take(new { topic, id, row })));
        AddAny<string>("sent", take => store.LoadSent().ToList().ForEach(sent => take($"{sent.Target} {sent.Times}")));
        Add("open of", store.ReadOpenAlerts("renamed_1/").Concat(store.ReadOpenAlerts("other")).Concat(store.ReadOpenAlerts("")));
        Add("open one", new[] { store.FindOpenAlert(2, "a"), store.FindOpenAlert(1, "Z") });
        foreach (var id in new[] { "a", "Z", "" })
        {
            Add($"evidence {id}", store.ReadEvidence(id, 20));
            Add($"activity {id}", store.ReadActivities(2, id, 2));
        }

        AddDeliveries(store, Add);
        Add("source", store.LoadSources());
        AddAny<string>("source key", take => store.LoadSourceKeys((source, hash, at) => take($"{source} {hash} {at}")));
        Add("quarantine", store.ReadQuarantine(0, 10));
        Add("quarantine size", store.LoadQuarantineSizes().Select(row => $"{row.Number} {row.Bytes}"));
        Add("quarantined", new[] { store.FindQuarantined(1), store.FindQuarantined(2) });
        return lines;
    }

    private static void AddDeliveries(IStateStore store, Action<string, IEnumerable<object?>> add)
    {
        add("target", store.LoadTargets().Select(target => $"{target.Target} {target.Name} {target.Count}"));
        add("unused", store.FindUnusedTargets().Order().Cast<object>());
        add("owed", store.ReadOwed(2, 212, 5).Cast<object>());
        add("owed of", store.FindOwed(2, "id3", 5).Cast<object>());
        add("dead", store.ReadDeadLetters(1, 10));
        add("dead one", [store.FindDeadLetter(1), store.FindDeadLetter(2)]);
        add("dead count", [store.CountDeadLetters()]);
        add("dead age", store.ReadDeadLetterAges(2).Select(row => $"{row.Number} {row.UnixMilliseconds}"));
        add("noise", [store.ReadNoise(0, 3), store.ReadNoise(5205, 3)]);
        add("ledger begin", [$"{store.ReadLedgerBegin(2).Last}", .. store.ReadLedgerBegin(2).Oldest.Select(row => $"{row.Number} {row.UnixMilliseconds}")]);
        var all = new LedgerQuery(null, null, null, 0, long.MaxValue, long.MaxValue, 100);
        foreach (var query in new[]
        {
            all, all with { Limit = 3 }, all with { Before = 10 }, all with { Target = 2 }, all with { AlertId = "id1" }, all with { AlertId = "id1", Target = 3 },
            all with { Outcome = LedgerOutcome.Refused }, all with { Outcome = LedgerOutcome.Delivered, Target = 4 }, all with { AlertId = "id0", Outcome = LedgerOutcome.Refused, Target = 1 },
            all with { SinceUnixMilliseconds = 5203, UntilUnixMilliseconds = 5305 },
        })
            add("ledger", store.ReadLedger(query));
    }
}
