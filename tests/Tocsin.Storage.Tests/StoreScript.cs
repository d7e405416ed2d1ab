using System.Buffers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Storage.Tests;

/// <summary>Changes of all kinds, with some of what they do to each other.</summary>
internal static class StoreScript
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static async Task RunAsync(IStateStore store)
    {
        await store.CommitAsync(Definitions);
        await store.CommitAsync(Topics);
        await store.CommitAsync(Deliveries);
        await store.CommitAsync(Sources);
        await store.CommitAsync(People);
        await store.CommitAsync(LaterChanges);
        foreach (var part in Alerting.Storage.StoreParts.All)
            await store.RebuildAsync(part);
    }

    public static byte[] Event(string id, AlertLevel level = AlertLevel.Critical)
    {
        var bytes = new ArrayBufferWriter<byte>();
        EventCodec.Write(bytes, new AlertEvent { Topic = "t", Id = id, Level = level, UnixNanoseconds = 1_577_836_800_000_000_000, Message = $"{id} is {level}" });
        return bytes.WrittenSpan.ToArray();
    }

    private static void Definitions(IStateWriter writer)
    {
        foreach (var id in new[] { "cpu", "Disk", "\u00e9t\u00e9", "gone" })
        {
            writer.SaveTask(new TaskRecord { Id = id, Type = "stream", Script = "stream", Created = Now, Modified = Now, LastEnabled = id == "cpu" ? Now : null, RanScript = id == "cpu" ? "ran" : null });
            writer.SaveTemplate(new TemplateRecord { Id = id, Type = "batch", Created = Now, Modified = Now });
            writer.SaveHandler(new HandlerSpec { Topic = "t", Id = id, Kind = "log", OptionsJson = id == "cpu" ? "{}" : null });
            writer.SaveOverride(new ConfigOverrideRow("influxdb", id, "{}", id == "cpu"));
            writer.SaveDrill(new DrillRow(id, "{}", id == "cpu" ? 5 : null, "", "x"));
            writer.SaveSilence(new SilenceRow(id, "{}", 1, 2, id == "cpu" ? 3 : null));
            writer.SaveFunctionSnapshot(id, "node1", new FunctionSnapshotRow("f", [1, 2, 3]));
            writer.SaveFunctionSnapshot(id, "node2", new FunctionSnapshotRow("g", []));
            writer.AddTaskState(id, 1, 0, [[1], [2, 2]]);
            writer.AddTaskState(id, 2, 0, [[3]]);
            writer.CompleteTaskState(id, new TaskStateRow(2, 1, 99));
            foreach (var stream in new[] { "s1", "s2" })
                writer.SaveWatchedGroup(id, stream, $"host={id}", 17);
            writer.SaveRecording(new RecordingRow { Id = id, Type = "stream", Date = Now, Status = "ok" });
            writer.SaveReplay(new ReplayRow { Id = id, Task = "cpu", Recording = id, KeepsTimes = true, Clock = "fast", Date = Now, Status = "ok", Error = "", StatsJson = "{}" });
        }

        writer.DeleteTask("gone");
        writer.DeleteTemplate("gone");
        writer.DeleteHandler("t", "gone");
        writer.DeleteOverride("influxdb", "gone");
        writer.DeleteDrill("gone");
        writer.DeleteSilence("gone");
        writer.DeleteRecording("gone");
        writer.DeleteReplay("gone");
    }

    private static void Topics(IStateWriter writer)
    {
        for (var topic = 1; topic <= 3; topic++)
        {
            writer.SaveTopic(topic, $"main:t{topic}");
            foreach (var id in new[] { "a", "b", "Z", "" })
            {
                writer.SaveEvent(topic, id, new EventState { Level = AlertLevel.Warning, UnixNanoseconds = topic, DurationNanoseconds = 2, Message = id, Details = "d" });
                writer.SaveOpenAlert(topic, id, new AlertOrigin($"task_{topic}/alert", "shape"), Event(id));
                writer.SaveKnownAlert(topic, id, new KnownAlertRow(4, AlertLevel.Ok, AlertLevel.Critical, "s", 11) { Cause = 1, DueUnixMilliseconds = 12, Peak = AlertLevel.Warning, Group = "g", End = [9] });
                writer.SaveAcknowledgement(topic, id, new Acknowledgement(AlertLevel.Critical, Now, "ann", "page", "on it"));
                writer.SaveIncident(topic, id, new IncidentReference("pagerduty", "P1", "https://x"));
                writer.SaveIncident(topic, id, new IncidentReference("pagerduty", "P1", "https://y"));
                for (var i = 0; i < 5; i++)
                {
                    writer.AddActivity(topic, id, new AlertActivity { Kind = ActivityKind.Note, At = Now.AddMinutes(i), By = "ann", Text = $"note {i}", Incident = i == 2 ? new IncidentReference("jira", "J-1") : null }, Now.AddMinutes(i), new ActivityLimits { PerAlert = 3 });
                    writer.AddEvidence(new EvidenceRow { AlertId = id, Node = $"task_{topic}/alert", UnixNanoseconds = i, Level = AlertLevel.Critical, PreviousLevel = AlertLevel.Ok, SeenUnixMilliseconds = i, Json = [123, 125] }, 30);
                }
            }
        }

        writer.SaveOpenAlert(2, "a", null, Event("a", AlertLevel.Warning));
        writer.SaveOpenAlert(2, "new", null, Event("new"));
        writer.HandOverOpenAlert(2, "b", new AlertOrigin("other/alert", "other"));
        writer.RenameOpenAlerts("task_1/", "renamed_1/");
        writer.RemoveOpenAlert(1, "Z");
        writer.RemoveEvent(1, "Z");
        writer.RemoveKnownAlert(1, "a", 4);
        writer.RemoveAcknowledgement(1, "a");
        writer.RemoveIncidents(1, "b");
        writer.SaveSent(4, "1,2,3");
        writer.SaveSent(5, "4");
        writer.DeleteTopic(3);
    }

    private static void Deliveries(IStateWriter writer)
    {
        for (var target = 1; target <= 5; target++)
        {
            writer.SaveTarget(target, new HandlerTarget("t", $"h{target}"));
            if (target == 5)
                continue;
            for (var number = 0; number < 20; number++)
                writer.AddOwed(target, (100 * target) + number, number, 1000 + number, Event($"id{number % 7}"));
            for (var number = 0; number < 10; number++)
            {
                writer.RemoveOwed(target, (100 * target) + number);
                writer.AddToLedger(new LedgerEntry
                {
                    Target = target, Key = number, AlertId = $"id{number % 3}", Level = (AlertLevel)(number % 4), Message = "m", UnixNanoseconds = number,
                    RaisedUnixMilliseconds = 3_600_000 * number, EndedUnixMilliseconds = 5000 + (target * 100) + number, Attempts = 1,
                    Outcome = number == 9 ? LedgerOutcome.Refused : LedgerOutcome.Delivered, Reply = "200", Reason = "",
                });
            }

            writer.AddDeadLetter(new DeadLetterRow { Delivery = 100 * target, Target = new HandlerTarget("t", $"h{target}"), Key = 1, SinceUnixMilliseconds = 1, DiedUnixMilliseconds = 2, Attempts = 3, Reason = "bad", Event = Event("dead") });
        }

        writer.RemoveDeadLetter(2).Should().BeTrue();
        writer.RemoveDeadLetter(99).Should().BeFalse();
        writer.RenameDeadLetters(new HandlerTarget("t", "h3"), new HandlerTarget("t", "renamed"));
        writer.RemoveTarget(5);
        writer.PruneLedger(4);
    }

    private static void Sources(IStateWriter writer)
    {
        foreach (var id in new[] { "am", "grafana", "gone" })
        {
            writer.SaveSource(new SourceSpec { Id = id, Kind = "alertmanager", Json = "{}" });
            for (var i = 0; i < 3; i++)
                writer.AddSourceKey(id, new UInt128(ulong.MaxValue, (ulong)i), 10 - i);
        }

        writer.DeleteSource("gone");
        writer.RemoveSourceKey("am", new UInt128(ulong.MaxValue, 1));
        for (var number = 1; number <= 3; number++)
            writer.AddQuarantined(new QuarantineRow { Number = number, Source = "am", ReceivedUnixMilliseconds = number, Problem = "p", Head = "h", Body = [1, 2], BodyLength = 2 });
        writer.RemoveQuarantined(2);
    }

    private static void People(IStateWriter writer)
    {
        foreach (var name in new[] { "ann", "Bob", "gone" })
        {
            writer.SaveUser(new UserRow(name, "hash", "admin", 1, 2));
            writer.AddToken(new TokenRow { Id = name, Name = name, Hash = System.Text.Encoding.UTF8.GetBytes(name), Roles = "read", Created = 1, Expires = name == "ann" ? 9 : null });
            writer.AddAudit(new AuditRow { At = 1, By = name, From = "::1", Action = "PUT", Target = "x" }, 2);
        }

        writer.NoteUse("ann", 77);
        writer.DeleteUser("gone");
        writer.DeleteToken("gone");
    }

    private static void LaterChanges(IStateWriter writer)
    {
        writer.SaveTask(new TaskRecord { Id = "cpu", Type = "batch", Script = "batch", Created = Now, Modified = Now.AddDays(1) });
        writer.SaveOverride(new ConfigOverrideRow("influxdb", "cpu", "{\"a\":1}", false));
        writer.SaveWatchedGroup("Disk", "s1", "host=cpu", 18);
        writer.RenameWatchedGroups("cpu", "Disk");
        writer.RenameFunctionSnapshots("cpu", "Disk");
        writer.RenameTaskState("cpu", "Disk");
        writer.KeepWatchedGroups("\u00e9t\u00e9", ["s2"]);
        writer.KeepFunctionSnapshots("\u00e9t\u00e9", ["node1"]);
        writer.RemoveWatchedGroup("Disk", "s2", "host=Disk");
        writer.ForgetTaskState("\u00e9t\u00e9");
        writer.AddDeadLetter(new DeadLetterRow { Delivery = 900, Target = new HandlerTarget("t", "h1"), Key = 1, SinceUnixMilliseconds = 1, DiedUnixMilliseconds = 2, Attempts = 3, Reason = "later", Event = Event("dead") });
    }
}
