using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>
/// Reads custom webhooks in the shape of <c>thousandeyes-template.json</c>, which is also that of the vendor's generic preset:
/// <c>{"id":…,"type":"2","alert":{…}}</c>.
/// </summary>
internal sealed class CustomNotice(NoticeTime time)
{
    public static bool IsOne(JsonBody body) => body["type"].Exists && body["alert"].IsObject;

    /// <exception cref="FormatException">Something without which nothing can be told is missing or wrong; says what.</exception>
    public Notice Read(JsonBody body)
    {
        var alert = body["alert"];
        var id = alert["id"].Text.Trim();
        if (id.Length == 0)
            throw new FormatException("alert.id is missing: the template must hold {{alert.id}}");

        var type = body["type"].IsObject ? body["type"]["id"].Text : body["type"].Text;
        var isProblem = type.Trim().ToUpperInvariant() switch
        {
            "2" or "TRIGGER" or "TRIGGERED" => true,
            "1" or "CLEAR" or "CLEARED" => false,
            _ => throw new FormatException("type is neither 2 (triggered) nor 1 (cleared): the template must hold {{type.id}}"),
        };
        var (rule, test) = (alert["rule"], alert["test"]);
        return new Notice
        {
            Id = $"te:{id}",
            NoticeId = body["id"].Text is { Length: > 0 } notice ? $"{notice} {(isProblem ? "trigger" : "clear")}" : "",
            IsProblem = isProblem,
            Active = isProblem ? 1 : 0,
            Severity = alert["severity"].IsObject ? alert["severity"]["id"].Text : alert["severity"].Text,
            Rule = Named.ReadFilled(rule),
            RuleId = rule["id"].Text,
            Expression = Named.ReadFilled(rule["expression"]),
            Test = Named.ReadFilled(test),
            TestId = test["id"].Text,
            Type = Named.ReadFilled(alert["type"]) is { Length: > 0 } own ? own : Named.ReadFilled(rule["alertType"]),
            Account = Named.ReadFilled(alert["account"]),
            Start = time.FirstOf(alert["triggered"], alert["firstSeen"], alert["firstSeen"]["epochMilli"], alert["firstSeen"]["epochSecond"]),
            End = time.FirstOf(alert["cleared"], alert["timeCleared"], alert["timeCleared"]["epochMilli"], alert["timeCleared"]["epochSecond"]),
            Permalink = Named.ReadFilled(alert["permalink"]),
            Labels = [.. test["labels"].Items.Select(Named.ReadFilled).Where(label => label.Length > 0)],
            Targets = [.. alert["targets"].Items.Select(Named.ReadFilled).Where(target => target.Length > 0)],
            Agents = [.. alert["details"].Items.Where(detail => detail.IsObject).Select(ReadAgent)],
        };
    }

    private static NoticeAgent ReadAgent(JsonBody detail) => new(
        Named.ReadFilled(detail["source"]), null, Named.ReadFilled(detail["metricsAtStart"]), Named.ReadFilled(detail["metricsAtEnd"]), null, null, "");
}
