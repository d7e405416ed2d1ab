namespace Tocsin.Plugins.Tests.ThousandEyes;

/// <summary>Notices in the shapes that ThousandEyes sends, with values of our own.</summary>
internal static class ThousandEyesSamples
{
    public const string Trigger = """
        {"eventId":"1767225660123","eventType":"ALERT_NOTIFICATION_TRIGGER",
         "alert":{"alertId":"7d0c2c5e-11aa-4bbb-8ccc-0123456789ab","ruleId":11007,"ruleName":"HTTP errors","ruleExpression":"Error is present","ruleAid":901,
          "testId":55007,"testName":"checkout","type":"HTTP Server","severity":"Major","active":1,"dateStart":"2026-01-01 00:01:00",
          "dateStartZoned":"2026-01-01 00:01:00 UTC","violationCount":2,"team":"web",
          "agents":[{"agentId":31,"agentName":"Oslo","active":1,"dateStart":"2026-01-01 00:01:00","metricsAtStart":"Error type: Connect","metricsAtEnd":"","permalink":"https://app.example/a/31"},
                    {"agentId":32,"agentName":"Lima","active":1,"dateStart":"2026-01-01 00:02:00","metricsAtStart":"Error type: DNS","metricsAtEnd":""}],
          "apiLinks":[{"rel":"related","href":"https://api.example/x"}],"testLabels":[{"id":7,"name":"prod"},{"id":8,"name":"shop"}],
          "testTargetsDescription":["https://shop.example/"],"permalink":"https://app.example/alerts/1"}}
        """;

    public const string Clear = """
        {"eventId":"1767225960456","eventType":"ALERT_NOTIFICATION_CLEAR",
         "alert":{"alertId":"7d0c2c5e-11aa-4bbb-8ccc-0123456789ab","ruleId":11007,"ruleName":"HTTP errors","testName":"checkout","type":"HTTP Server","severity":"Major",
          "active":0,"dateStart":"2026-01-01 00:01:00","dateEnd":"2026-01-01 00:06:00","dateStartZoned":"2026-01-01 00:01:00 UTC","dateEndZoned":"2026-01-01 00:06:00 UTC",
          "violationCount":2,"agents":[{"agentId":31,"agentName":"Oslo","active":0,"metricsAtStart":"Error type: Connect","metricsAtEnd":"OK"}]}}
        """;

    public const string Agent = """
        {"eventId":"a-1","eventType":"AGENT_ALERT_NOTIFICATION_TRIGGER",
         "agentAlert":{"agentRuleId":77,"agentNotificationId":5,"agentId":31,"hostname":"probe-1","agentName":"Oslo","ipAddress":"192.0.2.7","active":1,
          "ruleExpression":"Last contact >= 10 min","ruleName":"Agent offline","dateStart":1767225660,"dateEnd":0,"metricsAtStart":"11 min","metricsAtEnd":""}}
        """;

    /// <summary>About an agent, told as newer accounts tell it.</summary>
    public const string NewAgent = """
        {"eventId":"n-2","eventType":"ALERT_NOTIFICATION_CLEAR",
         "alert":{"alertId":990,"ruleName":"Agent offline","severity":"Info","active":0,"type":"Agent","dateEndZoned":"2026-01-01 00:09:00 EST"},
         "agentAlert":{"agentRuleId":77,"agentId":31,"hostname":"probe-1","agentName":"Oslo","active":0,"ruleName":"Agent offline"}}
        """;

    public const string Bgp = """
        {"eventId":"b-1","eventType":"ALERT_NOTIFICATION_TRIGGER",
         "alert":{"alertId":4711,"ruleName":"Prefix","testName":"AS 64500","type":"BGP","active":1,"dateStart":"2026-01-01 00:01:00",
          "monitors":[{"monitorId":9,"monitorName":"Tokyo-1","active":1,"metricsAtStart":"Reachability: 0%","metricsAtEnd":""}]}}
        """;

    /// <summary>The vendor's generic preset.</summary>
    public const string Preset = """
        {"id":"9f0c-evt-7","type":"2","alert":{"id":"7d0c2c5e-11aa-4bbb-8ccc-0123456789ab","type":"http-server","severity":"MINOR",
         "test":{"name":"checkout","labels":["prod"]},"targets":["https://shop.example/"],
         "rule":{"id":"11007","name":"HTTP errors","expression":"Error &quot;any&quot; is present","notes":""},
         "triggered":"1767225660000","details":[{"metricsAtStart":"Error type: Connect","source":{"id":"31","name":"Oslo"}}]}}
        """;

    public const string Test = """{"eventId":"t-1","eventType":"WEBHOOK_TEST"}""";
}
