using System.Text.Json;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Postman;

/// <summary>Reads a run in whichever of the three forms it comes.</summary>
internal sealed class RunReader(PostmanOptions options)
{
    private const int MostTold = 100;
    private const string EnvironmentParameter = "environment";

    private readonly RunEvents _events = new(options);

    /// <exception cref="FormatException">The body is not JSON.</exception>
    public SourceReading Read(SourceRequest request)
    {
        var body = JsonBody.Parse(request);
        RunReport run;
        try
        {
            if (ApiRunReport.IsOne(body))
                run = ApiRunReport.Read(body);
            else if (NewmanReport.IsOne(body))
                run = NewmanReport.Read(body, request.Parameter(EnvironmentParameter));
            else if (MonitorReport.IsOne(body))
                run = MonitorReport.Read(body);
            else
                return Unreadable("it is neither a monitor's webhook (metrics, monitor_uid), nor a run of the API (run.info), nor an export of Newman (collection, run)");
        }
        catch (FormatException error)
        {
            return Unreadable(error.Message);
        }

        if (run.IsEmpty)
            return Unreadable("the run carried out no request and no test: whether what it checks is healthy is not known, and an alert that is open stays open");

        var reading = _events.Of(run, request.Received);
        return reading with { Reply = Tell(reading.Events) };
    }

    // Postman does not read it; `tocsin ingest` shows it.
    private static SourceReply Tell(IReadOnlyList<SourceEvent> events) => new(202, JsonSerializer.Serialize(new
    {
        alerts = events.Take(MostTold).Select(alert => new { id = alert.Id, level = alert.Level?.Text(), message = alert.Message }),
    }));

    private static SourceReading Unreadable(string problem) =>
        SourceReading.Unreadable(problem) with { Reply = new SourceReply(202, JsonSerializer.Serialize(new { error = problem })) };
}
