using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.CloudEvents;

/// <summary>Takes CloudEvents 1.0 in over HTTP.</summary>
[AlertSource("cloudevents")]
internal sealed class CloudEventsSource(CloudEventsOptions options, SourceContext context) : IAlertSource
{
    private readonly CloudEventAlert _alert = new(options);

    public SourceReading Read(SourceRequest request)
    {
        if (request.Method == "OPTIONS")
            return Handshake.Answer(request, options);

        var events = new List<SourceEvent>();
        var problems = new List<string>();
        foreach (var given in CloudEventReader.Read(request))
        {
            if (_alert.TryRead(given, out var read, out var problem))
                events.Add(read);
            else
                problems.Add(problem);
        }

        // People must hear of those that are understood, whatever the others of a batch are.
        if (events.Count == 0 && problems.Count > 0)
            return SourceReading.Unreadable(problems[0]);
        foreach (var problem in problems)
            context.Log($"an event of a batch is left out: {problem}");
        return SourceReading.Of(events);
    }
}
