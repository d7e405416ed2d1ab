using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Postman;

/// <summary>Reads what the API answers to running a monitor: <c>{"run":{"info":{…},"stats":{…},"executions":[…],"failures":[…]}}</c>.</summary>
internal static class ApiRunReport
{
    public static bool IsOne(JsonBody body) => body["run"]["info"].IsObject;

    /// <exception cref="FormatException">Something without which nothing can be told is missing or wrong; says what.</exception>
    public static RunReport Read(JsonBody body)
    {
        var run = body["run"];
        var (info, stats) = (run["info"], run["stats"]);
        var monitor = info["monitorId"].Text;
        if (monitor.Length == 0)
            throw new FormatException("run.info.monitorId is missing");
        var status = info["status"].Text.ToUpperInvariant();
        if (status.Length == 0 && !stats.IsObject)
            throw new FormatException("run.info.status is missing, and so is run.stats: whether the run was successful is not known");
        if (status is not ("" or "SUCCESS" or "PASSED" or "FAILED" or "FAILURE" or "ERROR" or "TIMEOUT" or "ABORTED"))
            throw new FormatException("run.info.status is neither success nor failed: the run has not ended");

        var (tests, requests) = (stats["assertions"], stats["requests"]);
        var executions = run["executions"].Items.Where(execution => execution.IsObject).ToList();
        return new RunReport
        {
            Id = monitor,
            Name = info["name"].Text is { Length: > 0 } name ? name : monitor,
            RunKey = info["jobId"].Text,
            JobId = info["jobId"].Text,
            MonitorUid = monitor,
            CollectionUid = info["collectionUid"].Text,
            Errors = requests["failed"].Whole ?? 0,
            FailedTests = tests["failed"].Whole ?? 0,
            PassedTests = tests["total"].Whole - (tests["failed"].Whole ?? 0),
            Requests = requests["total"].Whole,
            HasFailed = status is not ("" or "SUCCESS" or "PASSED"),
            Latency = executions.Count > 0 ? executions.Sum(execution => execution["response"]["responseTime"].Number ?? 0) : null,
            Finished = info["finishedAt"].Time,
            Failures = [.. FailuresOf(run, executions)],
            Items = [.. executions.Select(ItemOf).Where(item => item.Id.Length > 0).DistinctBy(item => item.Id)],
        };
    }

    // Assertions name the tests; the list of failures, whose form is not documented, says more where it has a text.
    private static IEnumerable<Failure> FailuresOf(JsonBody run, List<JsonBody> executions)
    {
        var messages = run["failures"].Items.Where(failure => failure.IsObject).ToLookup(failure => failure["executionId"].Text, failure => failure);
        foreach (var execution in executions)
        {
            var item = ItemOf(execution);
            var said = messages[execution["id"].Text].Select(failure => failure["message"].Text).Where(text => text.Length > 0).ToList();
            var failed = execution["assertions"].Members.Where(assertion => assertion.Value.Flag == false).Select(assertion => assertion.Key).ToList();
            for (var i = 0; i < failed.Count; i++)
                yield return new Failure(item.Id, item.Name, failed[i], i < said.Count ? said[i] : "", IsTest: true);
            foreach (var rest in said.Skip(failed.Count))
                yield return new Failure(item.Id, item.Name, "", rest, IsTest: false);
        }

        var known = executions.Select(execution => execution["id"].Text).ToHashSet(StringComparer.Ordinal);
        foreach (var failure in messages.Where(group => !known.Contains(group.Key)).SelectMany(group => group))
            yield return new Failure("", "", failure["name"].Text, failure["message"].Text, IsTest: false);
    }

    private static RunItem ItemOf(JsonBody execution) => new(execution["item"]["id"].Text, execution["item"]["name"].Text);
}
