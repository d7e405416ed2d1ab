using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Rootly.Sources;

/// <summary>Takes webhooks of Rootly in: what becomes of alerts and incidents there.</summary>
[AlertSource("rootly", System = "rootly")]
internal sealed class RootlySource(RootlySourceOptions options, SourceContext context) : IAlertSource
{
    // Of all others, such as what was planned, noted or asked, nobody is to be paged.
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "alert.created", "alert.updated", "alert.acknowledged", "alert.resolved", "alert.deleted",
        "incident.created", "incident.updated", "incident.in_triage", "incident.mitigated", "incident.resolved", "incident.cancelled", "incident.deleted",
    };

    private readonly RootlyEvents _events = new(options.DefaultLevel, context.Product);

    public string? Verify(SourceRequest request) =>
        options.Secrets.Count == 0 ? null : RootlySignature.ProblemOf(request, options.Secrets, options.ReplayWindow);

    public SourceReading Read(SourceRequest request)
    {
        var body = JsonBody.Parse(request);
        var (type, id) = (body["event"]["type"].Text, body["event"]["id"].Text);
        if (type.Length == 0)
            return SourceReading.Unreadable("event.type is missing");

        if (!Types.Contains(type))
            return SourceReading.Of();
        if (!body["data"].IsObject)
            return SourceReading.Unreadable("data is missing");

        try
        {
            var data = new RootlyData(body["data"]);
            var time = body["event"]["issued_at"].Time;
            return SourceReading.Of(type.StartsWith("incident.", StringComparison.Ordinal) ? _events.OfIncident(type, id, data, time) : _events.OfAlert(type, id, data, time, request.Received));
        }
        catch (FormatException error)
        {
            return SourceReading.Unreadable(error.Message);
        }
    }
}
