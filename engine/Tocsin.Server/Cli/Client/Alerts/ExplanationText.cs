using System.Text.Json.Nodes;
using Tocsin.Alerting.Names;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary>Tells an explanation of the API in words, for somebody who was woken by the alert.</summary>
internal sealed class ExplanationText(TextWriter output)
{
    // Outcomes of what did not go to a handler, or not then.
    private static readonly string[] KeptBack = ["silenced", "grouped", "limited", "put-off"];

    public void Write(JsonObject answer)
    {
        var alerts = answer.Items("alerts");
        if (alerts.Count == 0)
            return;
        var alert = alerts[0];
        Line(alert.Text("level") == "OK"
            ? $"{alert.Text("id")} is OK since {TimeText.Exact(alert.Text("time"))}"
            : $"{alert.Text("id")} is {alert.Text("level")} since {TimeText.Exact(alert.Text("since"))}");
        Line($"  {alert.Text("message")}");
        foreach (var other in alerts)
            Line($"  topic {other.Text("topic")}: {other.Text("level")}");
        Line("");
        foreach (var source in answer.Items("blind"))
        {
            Line($"No data at all comes of {source.Text("source")}{(source.Text("last-data") is { Length: > 0 } seen ? $"; the last came at {TimeText.Exact(seen)}" : " since the server began")}.");
            Line($"  The alert {source.Text("alert")} says so. Held meanwhile are the deadmen of {string.Join(", ", source.Texts("held-tasks"))}: they call nothing dead.");
            Line("");
        }

        if (answer["change"] is JsonObject change)
            WriteChange(change);
        else
            Line("Why is not known: no values were kept of it. It came from outside, or from before this version, or alerts.evidence-rows is 0.");
        WriteDeliveries(answer);
        WriteHeld(alerts);
        WriteCare(alerts, answer);
    }

    private void WriteChange(JsonObject change)
    {
        var evidence = change["evidence"] as JsonObject ?? [];
        var path = evidence.Items("path");
        var place = path.Count > 0 ? PlaceOf(path[^1]) : "";
        Line($"Why: {change.Text("node")} of task {change.Text("task")}{place} went from {change.Text("previous-level")} to {change.Text("level")}, on data of {TimeText.Exact(change.Text("time"))}.");
        foreach (var rule in evidence.Items("rules"))
        {
            Line($"  {rule.Text("level")}{(rule.Text("reset") == "true" ? " may be left" : "")} if {rule.Text("text")}{PlaceOf(rule)}: {Truth(rule)}");
            foreach (var condition in rule.Items("conditions"))
                WriteCondition(rule, condition);
        }

        if (evidence.Text("note") is { Length: > 0 } note)
            Line($"  {note}");
        if (path.Count > 0)
            Line($"  The data came through {string.Join(" -> ", path.Select(node => node.Text("node") + PlaceOf(node)))}.");
        Line("");
    }

    private void WriteCondition(JsonObject rule, JsonObject condition)
    {
        var values = string.Join(", ", condition.Items("values").Select(value => $"{value.Text("name")} was {(value["value"] is null ? "missing" : OneLine.Of(value.Text("value")))}"));
        var isWhole = condition.Text("text") == rule.Text("text");
        var text = isWhole ? values : $"{condition.Text("text")}: {Truth(condition)}{(values.Length > 0 ? $", {values}" : "")}";
        if (condition.Text("problem") is { Length: > 0 } problem)
            text += $" ({problem})";
        if (text.Length > 0)
            Line($"    {text}");
    }

    private void WriteDeliveries(JsonObject answer)
    {
        var (all, others) = (answer.Items("deliveries"), answer.Items("not-notified"));
        var deliveries = all.Where(delivery => !KeptBack.Contains(delivery.Text("outcome"))).ToList();
        var kept = all.Except(deliveries).ToList();
        Line(deliveries.Count == 0 ? "Nobody was notified of it, as far as the ledger goes back." : "Who was notified:");
        foreach (var delivery in deliveries)
        {
            var attempts = delivery.Text("attempts");
            var end = delivery.Text("outcome") == "owed" ? "waits" : $"{delivery.Text("outcome")} at {TimeText.Exact(delivery.Text("ended"))}";
            var words = new[] { delivery.Text("reply"), delivery.Text("reason") }.Where(text => text.Length > 0);
            Line($"  {NameOf(delivery)}: {end}, {attempts} attempt{(attempts == "1" ? "" : "s")}{string.Concat(words.Select(text => $"; {text}"))}");
        }

        if (others.Count > 0 || kept.Count > 0)
            Line("Who was not:");
        foreach (var delivery in kept)
            Line($"  {NameOf(delivery)}: {delivery.Text("outcome")} at {TimeText.Exact(delivery.Text("ended"))}; {delivery.Text("reason")}");
        foreach (var other in others)
        {
            var saw = other.Text("saw") is { Length: > 0 } text ? $": {text}" : "";
            Line(other.Text("why") switch
            {
                "match" => other.Text("match").Length > 0 ? $"  {NameOf(other)}: its match {other.Text("match")} does not hold{saw}" : $"  {NameOf(other)}{saw}",
                "no-delivery" => $"  {NameOf(other)}: it takes such events, and the ledger has no delivery of this one: it came later, or the ledger does not go back so far",
                _ => $"  {NameOf(other)}: the ledger has no delivery{(other.Text("match").Length > 0 ? $"; its match is {other.Text("match")}" : "")}",
            });
        }
    }

    private void WriteHeld(List<JsonObject> alerts)
    {
        var held = alerts.SelectMany(alert => alert.Items("held")).ToList();
        if (held.Count > 0)
            Line("What comes, and when:");
        foreach (var one in held)
            Line($"  {NameOf(one)}: {one.Text("why")}");
    }

    private void WriteCare(List<JsonObject> alerts, JsonObject answer)
    {
        var acknowledged = alerts.FirstOrDefault(alert => alert["acknowledged"] is JsonObject);
        if (acknowledged is not null)
            Line($"Acknowledged by {AlertsCommands.Acknowledged(acknowledged)} at {TimeText.Exact(((JsonObject)acknowledged["acknowledged"]!).Text("at"))}.");
        else if (alerts.Exists(alert => alert.Text("level") != "OK"))
            Line("Nobody has acknowledged it.");
        foreach (var activity in answer.Items("activities"))
            Line($"  {TimeText.Exact(activity.Text("at"))} {activity.Text("kind")} {activity.Text("by")} {activity.Text("message")}".TrimEnd());
    }

    private static string NameOf(JsonObject json) => HandlerTarget.Parse(json.Text("handler")).InScript;

    private static string PlaceOf(JsonObject json) => json["line"] is null ? "" : $" (line {json.Text("line")} char {json.Text("char")})";

    private static string Truth(JsonObject json) => json.Text("holds") switch { "true" => "true", "false" => "false", _ => "no answer" };

    private void Line(string text) => output.WriteLine(OneLine.Of(text));
}
