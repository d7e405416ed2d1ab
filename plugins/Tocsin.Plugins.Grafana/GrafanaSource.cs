using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Grafana;

/// <summary>Takes notifications of webhook contact points in; each alert of a group becomes one of the topic.</summary>
[AlertSource("grafana")]
internal sealed class GrafanaSource(GrafanaOptions options, SourceContext context) : IAlertSource
{
    private readonly GrafanaAlert _alert = new(options);

    public string? Verify(SourceRequest request) => options.Secrets.Count == 0 ? null : GrafanaSignature.ProblemOf(request, options);

    public SourceReading Read(SourceRequest request)
    {
        var body = JsonBody.Parse(request);
        if (!body["alerts"].IsArray)
            return SourceReading.Unreadable("alerts is missing");

        var alerts = body["alerts"].Items.ToList();
        if (alerts.Count > 0 && alerts.All(GrafanaAlert.IsTest))
            return SourceReading.Test();

        var events = new List<SourceEvent>();
        var problems = new List<string>();
        for (var i = 0; i < alerts.Count; i++)
        {
            if (_alert.TryRead(alerts[i], body, out var read, out var problem))
                events.Add(read);
            else
                problems.Add($"alerts[{i}]{problem}");
        }

        // People must hear of those that are understood, whatever the others are.
        if (events.Count == 0 && problems.Count > 0)
            return SourceReading.Unreadable(problems[0]);
        foreach (var problem in problems)
            context.Log($"an alert of a notification is left out: {problem}");
        if (body["truncatedAlerts"].Whole is > 0 and var left)
            context.Log($"Grafana left {left} alerts out of a notification: raise 'Max alerts' of the contact point");
        return SourceReading.Of(events);
    }
}
