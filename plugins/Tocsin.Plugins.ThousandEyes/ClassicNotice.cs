using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>Reads classic webhooks: <c>{"eventType":…,"eventId":…,"alert":{…},"agentAlert":{…}}</c>.</summary>
internal sealed class ClassicNotice(NoticeTime time)
{
    public const string TestType = "WEBHOOK_TEST";

    private static readonly HashSet<string> OwnKeys = new(StringComparer.Ordinal)
    {
        "alertId", "ruleId", "testId", "ruleAid", "violationCount", "ruleName", "ruleExpression", "testName", "type", "severity", "active", "dateStart",
        "dateEnd", "dateStartZoned", "dateEndZoned", "agents", "monitors", "apiLinks", "permalink", "testLabels", "testTargetsDescription",
    };

    /// <exception cref="FormatException">Something without which nothing can be told is missing or wrong; says what.</exception>
    public Notice Read(JsonBody body)
    {
        var type = body["eventType"].Text;
        bool? isTrigger = type switch
        {
            "ALERT_NOTIFICATION_TRIGGER" or "AGENT_ALERT_NOTIFICATION_TRIGGER" => true,
            "ALERT_NOTIFICATION_CLEAR" or "AGENT_ALERT_NOTIFICATION_CLEAR" => false,
            _ => null,
        };
        if (isTrigger is not { } triggered)
            throw new FormatException($"eventType '{Tocsin.Sdk.LimitedText.Cut(type, 60)}' is not known");

        var (alert, agentAlert) = (body["alert"], body["agentAlert"]);
        var notice = IsAbout(agentAlert) ? ReadAgent(agentAlert, alert) : ReadAlert(alert);
        var isProblem = triggered && notice.Active == 1;
        return notice with
        {
            // Trigger and clear have ids of their own; should one ever serve both, the clear must not be taken for a repeat.
            NoticeId = body["eventId"].Text is { Length: > 0 } id ? $"{id} {(triggered ? "trigger" : "clear")}" : "",
            IsProblem = isProblem,
            Active = isProblem ? 1 : notice.Active == 2 ? 2 : 0,
        };
    }

    // Newer notices about agents have both; the part about the alert lacks what tells one agent from the other.
    private static bool IsAbout(JsonBody agentAlert) => IdOf(agentAlert["agentRuleId"]).Length > 0 && IdOf(agentAlert["agentId"]).Length > 0;

    private Notice ReadAlert(JsonBody alert)
    {
        if (!alert.IsObject)
            throw new FormatException("alert is missing, and so is agentAlert with agentRuleId and agentId");
        var id = IdOf(alert["alertId"]);
        if (id.Length == 0)
            throw new FormatException("alert.alertId is missing");

        return Common(alert) with { Id = $"te:{id}", Active = ActiveOf(alert, "alert") };
    }

    private Notice ReadAgent(JsonBody agentAlert, JsonBody alert)
    {
        var ofAlert = Common(alert);
        var start = time.FirstOf(agentAlert["dateStartZoned"], agentAlert["dateStart"]) ?? ofAlert.Start;
        var end = time.FirstOf(agentAlert["dateEndZoned"], agentAlert["dateEnd"]) ?? ofAlert.End;
        var host = agentAlert["hostname"].Text;
        var name = agentAlert["agentName"].Text is { Length: > 0 } given ? given : host;
        var active = agentAlert["active"].Exists || !alert.IsObject ? ActiveOf(agentAlert, "agentAlert") : ActiveOf(alert, "alert");
        var agent = new NoticeAgent(
            name, active, agentAlert["metricsAtStart"].Text, agentAlert["metricsAtEnd"].Text, start, end, agentAlert["permalink"].Text);
        return ofAlert with
        {
            Id = $"te-agent:{IdOf(agentAlert["agentRuleId"])}:{IdOf(agentAlert["agentId"])}",
            Active = active,
            Rule = agentAlert["ruleName"].Text is { Length: > 0 } rule ? rule : ofAlert.Rule,
            RuleId = IdOf(agentAlert["agentRuleId"]),
            Expression = agentAlert["ruleExpression"].Text is { Length: > 0 } expression ? expression : ofAlert.Expression,
            Type = ofAlert.Type.Length > 0 ? ofAlert.Type : "Agent",
            Host = host,
            Start = start,
            End = end,
            Agents = [agent],
            IsAboutAgent = true,
        };
    }

    private Notice Common(JsonBody alert) => new()
    {
        Id = "",
        NoticeId = "",
        IsProblem = false,
        Severity = alert["severity"].Text,
        Rule = alert["ruleName"].Text,
        RuleId = IdOf(alert["ruleId"]),
        Expression = alert["ruleExpression"].Text,
        Test = alert["testName"].Text,
        TestId = IdOf(alert["testId"]),
        Type = alert["type"].Text,
        Account = IdOf(alert["ruleAid"]),
        ViolationCount = alert["violationCount"].Whole,
        Start = time.FirstOf(alert["dateStartZoned"], alert["dateStart"]),
        End = time.FirstOf(alert["dateEndZoned"], alert["dateEnd"]),
        Permalink = alert["permalink"].Text,
        Labels = [.. alert["testLabels"].Items.Select(Named.Read).Where(label => label.Length > 0)],
        Targets = [.. alert["testTargetsDescription"].Items.Select(Named.Read).Where(target => target.Length > 0)],
        Agents = [.. alert["agents"].Items.Concat(alert["monitors"].Items).Where(agent => agent.IsObject).Select(ReadAgentOfTest)],
        Extra = ExtraOf(alert),
    };

    private NoticeAgent ReadAgentOfTest(JsonBody agent)
    {
        var name = new[] { "agentName", "monitorName", "agentId", "monitorId" }.Select(key => agent[key].Text).FirstOrDefault(text => text.Length > 0) ?? "";
        return new NoticeAgent(
            name, agent["active"].Whole, agent["metricsAtStart"].Text, agent["metricsAtEnd"].Text,
            time.FirstOf(agent["dateStartZoned"], agent["dateStart"]), time.FirstOf(agent["dateEndZoned"], agent["dateEnd"]), agent["permalink"].Text);
    }

    private static Dictionary<string, string> ExtraOf(JsonBody alert)
    {
        var extra = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in alert.Members)
        {
            if (key.Length > 0 && !OwnKeys.Contains(key) && value.Text is { Length: > 0 } text)
                extra[key] = text;
        }

        return extra;
    }

    private static long ActiveOf(JsonBody alert, string name) =>
        alert["active"].Whole is { } active and >= 0 and <= 2 ? active : throw new FormatException($"{name}.active is neither 0, 1 nor 2");

    // Old accounts have numbers, new ones UUIDs, and templates quote what they like: an id is a text.
    private static string IdOf(JsonBody id) => id.Text.Trim();
}
