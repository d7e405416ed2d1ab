using System.Text.Json;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Subscriptions;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Arrivals;
using Tocsin.Pipelines.Influx.Outputs;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;
using Tocsin.Server.Http.Reloading;
using Tocsin.Server.Http.Sources;

namespace Tocsin.Server.Http.Status;

/// <summary>The status as the API shows it.</summary>
internal static class StatusJson
{
    public static void Write(Utf8JsonWriter writer, StatusReport report)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("attention");
        foreach (var reason in report.Attention)
            writer.WriteStringValue(reason);
        writer.WriteEndArray();
        WriteServer(writer, report);
        WriteList(writer, "unread-points", report.Unread, WriteUnread);
        ReloadJson.Write(writer, report.Configured);
        ReloadJson.Write(writer, report.Loaded);
        WriteList(writer, "tasks", report.Tasks, WriteTask);
        WriteList(writer, "unended-tasks", report.Unended, WriteUnended);
        WriteList(writer, "topics", report.Topics, WriteTopic);
        WriteList(writer, "handlers", report.Handlers, WriteHandler);
        WriteList(writer, "plugins", report.Plugins, WritePlugin);
        WriteList(writer, "silent-functions", [.. report.SilentFunctions.OrderBy(function => function.Key, StringComparer.Ordinal)], WriteSilentFunction);
        writer.WriteStartArray("sources");
        foreach (var source in report.Sources)
            SourceJson.Write(writer, source);
        writer.WriteEndArray();
        WriteList(writer, "inputs", report.Inputs, WriteInput);
        WriteList(writer, "outputs", report.Outputs, WriteOutput);
        WriteList(writer, "subscriptions", report.Subscriptions, WriteSubscription);
        writer.WriteStartArray("certificates");
        foreach (var problem in report.Certificates)
            writer.WriteStringValue(problem);
        writer.WriteEndArray();
        writer.WriteString("openness", report.Openness);
        writer.WriteStartObject("silences");
        writer.WriteNumber("active", report.Silences.Active);
        writer.WriteNumber("withheld", report.Silences.Withheld);
        writer.WriteEndObject();
        writer.WriteStartArray("failed-drills");
        foreach (var drill in report.FailedDrills)
            writer.WriteStringValue(drill);
        writer.WriteEndArray();
        WriteList(writer, "blind-sources", report.Blind, WriteBlind);
        writer.WriteStartObject("put-off");
        writer.WriteNumber("grouped", report.PutOff.Grouped);
        writer.WriteNumber("limited", report.PutOff.Limited);
        writer.WriteNumber("escalating", report.PutOff.Escalating);
        writer.WriteNumber("acknowledged", report.PutOff.Acknowledged);
        writer.WriteEndObject();
        writer.WriteNumber("quarantined", report.Quarantined);
        writer.WriteNumber("dead-letters", report.DeadLetters);
        writer.WriteEndObject();
    }

    private static void WriteUnread(Utf8JsonWriter writer, UnreadPoints unread)
    {
        writer.WriteString("database", unread.Database);
        writer.WriteString("retention-policy", unread.RetentionPolicy);
        writer.WriteNumber("points", unread.Points);
    }

    private static void WriteBlind(Utf8JsonWriter writer, BlindSource source)
    {
        writer.WriteString("source", source.Name);
        writer.WriteString("alert", source.AlertId);
        WriteTime(writer, "last-data", source.Seen);
    }

    private static void WriteServer(Utf8JsonWriter writer, StatusReport report)
    {
        writer.WriteStartObject("server");
        writer.WriteString("version", ServerVersion.Text);
        writer.WriteString("hostname", report.Hostname);
        WriteTime(writer, "now", report.Now);
        WriteTime(writer, "up-since", report.Started);
        writer.WriteString("data-folder", report.Storage.Folder);
        writer.WriteNumber("data-bytes", report.Data.Bytes);
        if (report.Data.FreeBytes is { } free)
            writer.WriteNumber("free-bytes", free);
        else
            writer.WriteNull("free-bytes");
        writer.WriteNumber("database-version", report.Storage.Version);
        writer.WriteString("storage-error", report.Storage.Failure?.Message ?? "");
        WriteTime(writer, "storage-failing-since", report.Storage.Failure?.Since);
        WriteStorage(writer, report.Storage);
        WriteJournal(writer, report.Journal);
        writer.WriteStartObject("series");
        writer.WriteNumber("count", report.Series.Weight);
        writer.WriteNumber("limit", report.Series.Capacity);
        writer.WriteNumber("restarts", report.Series.Restarts);
        WriteTime(writer, "last-restart", report.Series.LastRestart);
        writer.WriteEndObject();
        writer.WriteString("plugin-folder", report.PluginFolder ?? "");
        writer.WriteNumber("plugins", report.PluginCount);
        writer.WriteNumber("points", report.Points);
        writer.WriteNumber("points-per-second", Math.Round(report.PointsPerSecond, 1));
        writer.WriteEndObject();
    }

    private static void WriteJournal(Utf8JsonWriter writer, (long Bytes, string Problem)? journal)
    {
        if (journal is not var (bytes, problem))
        {
            writer.WriteNull("journal");
            return;
        }

        writer.WriteStartObject("journal");
        writer.WriteNumber("bytes", bytes);
        writer.WriteString("error", problem);
        writer.WriteEndObject();
    }

    private static void WriteStorage(Utf8JsonWriter writer, StoreStatus storage)
    {
        writer.WriteStartObject("storage");
        writer.WriteString("database", storage.Database);
        writer.WriteNumber("log-bytes", storage.LogBytes);
        writer.WriteNumber("reserve-bytes", storage.ReserveBytes);
        writer.WriteBoolean("reserve-used", storage.IsReserveUsed);
        writer.WriteNumber("refused", storage.Refused?.Count ?? 0);
        writer.WriteString("last-refused", storage.Refused?.InnerException?.Message ?? "");
        writer.WriteString("damage", storage.Salvage);
        writer.WriteStartArray("row-problems");
        foreach (var problem in storage.RowProblems)
            writer.WriteStringValue(problem);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTask(Utf8JsonWriter writer, TaskStatus task)
    {
        writer.WriteString("id", task.Id);
        writer.WriteString("state", StatusWords.Of(task.State));
        writer.WriteNumber("entered", task.Entered);
        writer.WriteNumber("errors", task.Errors);
        writer.WriteStartObject("lag");
        writer.WriteNumber("batches", task.Lag.Batches);
        writer.WriteNumber("points", task.Lag.Points);
        writer.WriteNumber("seconds", Math.Round(task.Lag.Oldest.TotalSeconds, 3));
        writer.WriteEndObject();
        writer.WriteStartObject("groups");
        writer.WriteNumber("count", task.Groups.Count);
        writer.WriteNumber("limit", task.Groups.Limit);
        writer.WriteNumber("refused", task.Groups.Refused);
        writer.WriteEndObject();
        writer.WriteStartObject("checkpoint");
        if (task.Checkpoint is { } checkpoint)
            CheckpointJson.Write(writer, checkpoint);
        writer.WriteEndObject();
        writer.WriteString("error", task.Error);
        if (task.Query is { } query)
            WriteTime(writer, "query-since", query.Since);
        writer.WriteStartArray("warnings");
        foreach (var warning in task.Warnings)
            writer.WriteStringValue(warning);
        writer.WriteEndArray();
        if (task.LastFailure is not { } last)
        {
            writer.WriteNull("last-error");
            return;
        }

        writer.WriteStartObject("last-error");
        WriteTime(writer, "time", last.Failure.Time);
        writer.WriteString("node", last.Node);
        writer.WriteNumber("line", last.Place.Line);
        writer.WriteNumber("char", last.Place.Column);
        writer.WriteString("error", $"{last.Failure.What}: {last.Failure.Why}");
        writer.WriteEndObject();
    }

    private static void WriteUnended(Utf8JsonWriter writer, UnendedTask task)
    {
        writer.WriteString("id", task.Id);
        writer.WriteString("node", task.Node);
        WriteTime(writer, "since", task.Since);
    }

    private static void WriteTopic(Utf8JsonWriter writer, TopicStatus topic)
    {
        writer.WriteString("topic", topic.Name);
        writer.WriteString("level", topic.Level.Text());
        writer.WriteNumber("collected", topic.Collected);
        writer.WriteNumber("handlers", topic.Handlers);
        writer.WriteStartObject("events");
        writer.WriteNumber("critical", topic.Ids.Critical);
        writer.WriteNumber("warning", topic.Ids.Warning);
        writer.WriteNumber("info", topic.Ids.Info);
        writer.WriteNumber("ok", topic.Ids.Ok);
        writer.WriteEndObject();
    }

    private static void WriteHandler(Utf8JsonWriter writer, HandlerStatus handler)
    {
        var counters = handler.Counters;
        writer.WriteString("handler", counters.Target.ToString());
        writer.WriteString("state", StatusWords.Of(handler.State));
        writer.WriteNumber("owed", counters.Owed);
        writer.WriteNumber("running", counters.Running);
        writer.WriteNumber("delivered", counters.Delivered);
        writer.WriteNumber("failed", counters.Failed);
        writer.WriteNumber("dead", counters.Dead);
        writer.WriteBoolean("circuit-open", counters.IsCircuitOpen);
        WriteTime(writer, "failing-since", counters.FailingSince);
        WriteTime(writer, "stuck-since", counters.StuckSince);
        writer.WriteNumber("unreadable", counters.Unreadable);
        writer.WriteString("last-error", counters.Suspension.Length > 0 ? counters.Suspension : counters.LastError);
        writer.WriteString("broken", handler.Broken);
        writer.WriteNumber("match-failures", handler.FailingMatch?.Failed ?? 0);
        writer.WriteString("suspended", counters.Suspension);
        writer.WriteString("error", handler.Error);
    }

    private static void WritePlugin(Utf8JsonWriter writer, PluginStatus plugin)
    {
        writer.WriteString("id", plugin.Load.Id);
        writer.WriteString("state", plugin.State.ToString().ToLowerInvariant());
        writer.WriteString("error", string.Join("; ", plugin.Errors));
    }

    private static void WriteSilentFunction(Utf8JsonWriter writer, KeyValuePair<string, string> function)
    {
        writer.WriteString("name", function.Key);
        writer.WriteString("error", function.Value);
    }

    private static void WriteInput(Utf8JsonWriter writer, InputStatus input)
    {
        writer.WriteString("input", input.Name);
        writer.WriteString("address", input.Address);
        writer.WriteString("problem", input.Problem);
        writer.WriteNumber("connections", input.Connections);
        writer.WriteNumber("received", input.Received);
        writer.WriteNumber("points", input.Points);
        writer.WriteNumber("refused", input.Refused);
        writer.WriteNumber("dropped", input.Dropped);
        writer.WriteNumber("failing", input.Failing);
        writer.WriteNumber("incomplete", input.Incomplete);
        writer.WriteBoolean("refusing", input.IsRefusing);
        writer.WriteString("last-error", input.LastError);
    }

    private static void WriteSubscription(Utf8JsonWriter writer, SubscriptionStatus subscription)
    {
        writer.WriteString("influxdb", subscription.Influxdb);
        writer.WriteString("name", subscription.Name);
        writer.WriteString("destination", subscription.Destination);
        writer.WriteNumber("count", subscription.Count);
        WriteTime(writer, "synced", subscription.Synced);
        WriteTime(writer, "failing-since", subscription.FailingSince);
        writer.WriteString("problem", subscription.Problem);
    }

    private static void WriteOutput(Utf8JsonWriter writer, InfluxOutputStatus output)
    {
        writer.WriteString("influxdb", output.Name);
        writer.WriteNumber("written", output.Written);
        writer.WriteNumber("refused", output.Refused);
        writer.WriteNumber("dropped", output.Dropped);
        writer.WriteNumber("waiting-bytes", output.Waiting);
        WriteTime(writer, "failing-since", output.FailingSince);
        writer.WriteStartArray("failing");
        foreach (var database in output.Failing)
            writer.WriteStringValue(database);
        writer.WriteEndArray();
        writer.WriteString("refusing", output.Refusing);
        writer.WriteString("last-error", output.LastError);
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            writer.WriteString(name, known.UtcDateTime);
        else
            writer.WriteNull(name);
    }
}
