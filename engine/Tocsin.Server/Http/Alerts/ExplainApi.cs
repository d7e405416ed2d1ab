using System.Globalization;
using System.Text.Json;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Arrivals;
using Tocsin.Sdk;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Deliveries;

namespace Tocsin.Server.Http.Alerts;

/// <summary><c>/tocsin/v1/alerts/explain</c>: why somebody was notified of an alert, who was and who was not; <c>/alerts/story</c>, the same for a page.</summary>
internal sealed class ExplainApi(AlertSystem alerts, BlindSources blind, TimeProvider time)
{
    private const int MostDeliveries = 200;
    private const int LongestDetails = 20_000;

    private static readonly string[] QueryNames = ["topic", "id", "at"];

    private readonly AlertFinder _finder = new(alerts);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alerts/explain", ExplainAsync);
        routes.MapGet("/alerts/story", TellAsync);
    }

    private Task ExplainAsync(HttpContext context)
    {
        var query = context.Request.Query;
        AlertParameters.RefuseUnknown(query.Keys, QueryNames, "parameter");
        var (topic, id) = (query["topic"].ToString(), query["id"].ToString());
        return AnswerAsync(context, id, topic.Length > 0 ? [_finder.Find(topic, id)] : _finder.FindAnywhere(id), isForPage: false);
    }

    // What a page shows of one alert: it has the long text too, and what led to the earlier changes.
    private Task TellAsync(HttpContext context)
    {
        var query = context.Request.Query;
        AlertParameters.RefuseUnknown(query.Keys, QueryNames, "parameter");
        var alert = _finder.Find(query["topic"].ToString(), query["id"].ToString());
        return AnswerAsync(context, alert.Id, [alert], isForPage: true);
    }

    private Task AnswerAsync(HttpContext context, string id, IReadOnlyList<AlertStatus> found, bool isForPage)
    {
        var changes = alerts.Topics.EvidenceOf(id);
        var at = ReadTime(context.Request.Query["at"].ToString());
        var change = Choose(changes, at);
        if (at is { } then && change is null)
            throw ApiException.NotFound($"nothing is kept of the alert {id} from before {then.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: it was not known then, or what led to it is kept no more");
        var seen = HiddenAnswers.InEntries(context);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("alerts");
            var last = found.Select(alerts.Activities.LastEvent).ToArray();
            foreach (var ((alert, alertEvent), silences) in found.Zip(last).Zip(alerts.Silences.Of(last)))
                AlertStatusJson.Write(writer, alert, alertEvent, silences, time.GetUtcNow());
            writer.WriteEndArray();
            writer.WritePropertyName("change");
            WriteChange(writer, change, hasEvidence: true);
            writer.WriteStartArray("changes");
            foreach (var other in changes)
                WriteChange(writer, other, hasEvidence: isForPage);
            writer.WriteEndArray();
            var deliveries = DeliveriesOf(id, change, found[0]);
            writer.WriteStartArray("deliveries");
            foreach (var delivery in deliveries)
                LedgerEntryJson.Write(writer, seen(delivery), alerts.Ledger.KeyOf(delivery));
            writer.WriteEndArray();
            WriteOthers(writer, found, change, deliveries);
            WriteHeld(writer, id, [NodeTopic.Parse(change?.Node ?? "")?.Task ?? "", .. last.Select(known => known.TaskName)]);
            writer.WriteStartArray("activities");
            foreach (var activity in found.SelectMany(alert => alerts.Activities.History(alert.Topic, alert.Id) ?? []))
                AlertStatusJson.Write(writer, activity);
            writer.WriteEndArray();
            if (isForPage)
                writer.WriteString("details", LimitedText.Cut(found[0].State.Details, LongestDetails));
            writer.WriteEndObject();
        });
    }

    /// <summary>The change at a time, or the last one that was a problem: who asks was paged.</summary>
    private static EvidenceRow? Choose(IReadOnlyList<EvidenceRow> changes, DateTimeOffset? at) => at is { } then
        ? changes.FirstOrDefault(change => change.SeenUnixMilliseconds <= then.ToUnixTimeMilliseconds())
        : changes.FirstOrDefault(change => change.Level != AlertLevel.Ok) ?? changes.FirstOrDefault();

    private static DateTimeOffset? ReadTime(string text)
    {
        if (text.Length == 0)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw ApiException.BadRequest($"at must be a time such as 2026-11-30T03:12:00Z, not '{text}'");
    }

    private static void WriteChange(Utf8JsonWriter writer, EvidenceRow? change, bool hasEvidence)
    {
        if (change is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("time", new Instant(change.UnixNanoseconds).ToString());
        writer.WriteString("seen", Instant.From(DateTimeOffset.FromUnixTimeMilliseconds(change.SeenUnixMilliseconds)).ToString());
        writer.WriteString("level", change.Level.Text());
        writer.WriteString("previous-level", change.PreviousLevel.Text());
        writer.WriteString("task", NodeTopic.Parse(change.Node)?.Task ?? "");
        writer.WriteString("node", NodeTopic.Parse(change.Node)?.Node ?? change.Node);
        if (hasEvidence)
        {
            writer.WritePropertyName("evidence");
            writer.WriteRawValue(change.Json);
        }

        writer.WriteEndObject();
    }

    /// <summary>What became of the event: of the change when one is known, else of the last event.</summary>
    private List<LedgerEntry> DeliveriesOf(string id, EvidenceRow? change, AlertStatus last)
    {
        var (time, level) = change is null ? (last.State.UnixNanoseconds, last.State.Level) : (change.UnixNanoseconds, change.Level);
        var filter = new LedgerFilter { AlertId = id, Limit = MostDeliveries };
        return [.. alerts.Ledger.ReadOwed(filter).Concat(alerts.Ledger.Read(filter)).Where(entry => entry.UnixNanoseconds == time && entry.Level == level)];
    }

    /// <summary>The handlers that did not get it. Why is known of the last event while the alert is open: what it had is kept so long.</summary>
    private void WriteOthers(Utf8JsonWriter writer, IReadOnlyList<AlertStatus> found, EvidenceRow? change, List<LedgerEntry> deliveries)
    {
        writer.WriteStartArray("not-notified");
        foreach (var alert in found)
        {
            var isLast = alert.State.Level != AlertLevel.Ok && (change is null || change.Level == alert.State.Level);
            foreach (var listener in alerts.Topics.Judge(alert.Topic, alerts.Activities.LastEvent(alert)))
            {
                if (listener.Topics.Count == 0 && !deliveries.Exists(entry => entry.TargetName == listener.Target.ToString()) && (isLast || listener.Takes != true))
                    Write(writer, listener, isLast);
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>The sources of which nothing comes, when it is the alert of one of them, or of a task whose deadmen are held for them.</summary>
    private void WriteHeld(Utf8JsonWriter writer, string id, IReadOnlyList<string> tasks)
    {
        writer.WriteStartArray("blind");
        foreach (var source in blind.Blind.Where(source => source.AlertId == id || source.Tasks.Any(tasks.Contains)))
        {
            writer.WriteStartObject();
            writer.WriteString("source", source.Name);
            writer.WriteString("alert", source.AlertId);
            writer.WriteString("last-data", source.Seen is { } seen ? Instant.From(seen).ToString() : "");
            writer.WriteStartArray("held-tasks");
            foreach (var task in source.Tasks)
                writer.WriteStringValue(task);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ListenerVerdict listener, bool isLast)
    {
        writer.WriteStartObject();
        writer.WriteString("handler", listener.Target.ToString());
        writer.WriteString("match", listener.Match);
        var why = !isLast || listener.Takes is null ? "unknown" : listener.Takes.Value ? "no-delivery" : "match";
        writer.WriteString("why", why);
        writer.WriteString("saw", isLast ? listener.Why : "");
        writer.WriteEndObject();
    }
}
