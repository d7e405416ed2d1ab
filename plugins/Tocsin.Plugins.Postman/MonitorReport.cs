using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Postman;

/// <summary>Reads webhooks of monitors: <c>{"monitor_name":…,"monitor_uid":…,"metrics":{…}}</c>. They have neither a run id nor a time.</summary>
internal static class MonitorReport
{
    public static bool IsOne(JsonBody body) => body["metrics"].Exists || body["monitor_uid"].Exists;

    /// <exception cref="FormatException">Something without which nothing can be told is missing or wrong; says what.</exception>
    public static RunReport Read(JsonBody body)
    {
        var (monitor, environment) = (body["monitor_uid"].Text, body["environment_uid"].Text);
        if (monitor.Length == 0)
            throw new FormatException("monitor_uid is missing");

        var metrics = body["metrics"];
        var errors = Count(metrics, "errors", "errorCount");
        var failed = Count(metrics, "failedTests", "failedTestCount");
        if (errors is null && failed is null)
            throw new FormatException("metrics has neither errors nor failedTests: whether the run was successful is not known");

        return new RunReport
        {
            Id = environment.Length > 0 ? $"{monitor}/{environment}" : monitor,
            Name = body["monitor_name"].Text is { Length: > 0 } name ? name : monitor,
            Collection = body["collection_name"].Text,
            CollectionUid = body["collection_uid"].Text,
            Environment = body["environment_name"].Text,
            EnvironmentUid = environment,
            MonitorUid = monitor,
            User = body["user_name"].Text,
            Errors = errors ?? 0,
            FailedTests = failed ?? 0,
            PassedTests = Count(metrics, "passedTests", "passedTestCount"),
            Requests = Count(metrics, "requestCount", "requests"),
            Warnings = Count(metrics, "warnings", "warningCount") ?? 0,
            Latency = metrics["totalLatency"].Number,
        };
    }

    // Two spellings are in use. A count that cannot be read is not taken for zero: that would be a recovery that never was.
    private static long? Count(JsonBody metrics, string key, string other)
    {
        var value = metrics[key].Exists ? metrics[key] : metrics[other];
        if (!value.Exists)
            return null;
        return value.Whole ?? throw new FormatException($"metrics.{key} isn't a whole number");
    }
}
