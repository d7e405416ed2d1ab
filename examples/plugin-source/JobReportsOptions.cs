using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace JobReports;

/// <summary>How one source of job reports reads.</summary>
[SourceOptions]
internal sealed record JobReportsOptions
{
    /// <summary>The level of a job that failed. Default <c>critical</c>.</summary>
    public AlertLevel FailedLevel { get; init; } = AlertLevel.Critical;
}
