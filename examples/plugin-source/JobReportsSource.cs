using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace JobReports;

/// <summary>Takes reports of jobs in: a job that failed is an alert, the same job done is its end.</summary>
[AlertSource("jobreports")]
internal sealed class JobReportsSource(JobReportsOptions options) : IAlertSource
{
    public SourceReading Read(SourceRequest request)
    {
        var report = JsonBody.Parse(request);
        var job = report["job"].Text;
        if (job.Length == 0)
            return SourceReading.Unreadable("job is missing");

        AlertLevel? level = report["state"].Text switch
        {
            "done" => AlertLevel.Ok,
            "failed" => options.FailedLevel,
            _ => null,
        };
        if (level is null)
            return SourceReading.Unreadable("state is neither done nor failed");
        return SourceReading.Of(new SourceEvent
        {
            Id = job,
            DedupeKey = $"{job}/{report["run"].Text}",
            Level = level,
            Message = $"{job} {report["state"].Text} on {report["host"].Text}",
            Details = report["log"].Text,
            Time = report["at"].Time,
            Tags = new Dictionary<string, string> { ["host"] = report["host"].Text },
        });
    }
}
