using System.Text.Json;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Alertmanager.Sources;

/// <summary>Stands in for Alertmanager's API v2: Prometheus and whatever else sends alerts there sends them here instead.</summary>
[AlertSource("alertmanager-api-v2", StandInPath = "/api/v2/alerts", OverloadedStatus = 503)]
internal sealed class AlertmanagerApiSource(AlertmanagerSourceOptions options) : IAlertSource
{
    public SourceReading Read(SourceRequest request)
    {
        if (request.Method != "POST")
            return SourceReading.Of() with { Reply = new SourceReply(405, "\"alerts are sent by POST; nothing can be asked here\"") };
        var body = JsonBody.Parse(request);
        if (!body.IsArray)
            return Refuse("the body must be a list of alerts");

        var events = new List<SourceEvent>();
        var position = 0;
        foreach (var item in body.Items)
        {
            var alert = new PrometheusAlert(item, options);
            if (alert.Labels.Count == 0)
                return Refuse($"alert {position} has no labels");
            position++;
            events.Add(alert.ToEvent(alert.LabelText, isFiring: alert.Ends is not { } end || end > request.Received));
        }

        return SourceReading.Of(events) with { Reply = new SourceReply(200) };
    }

    private static SourceReading Refuse(string message) => SourceReading.Unreadable(message) with
    {
        Reply = new SourceReply(400, '"' + JsonEncodedText.Encode(message).ToString() + '"'),
    };
}
