using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Postman;

/// <summary>Reads the JSON exports of Newman: <c>{"collection":{…},"environment":{…},"run":{"stats":{…},"timings":{…},"failures":[…]}}</c>.</summary>
internal static class NewmanReport
{
    public static bool IsOne(JsonBody body) => body["collection"].IsObject && body["run"].IsObject;

    /// <param name="environment">The environment's name where the export does not tell one; may be empty.</param>
    /// <exception cref="FormatException">Something without which nothing can be told is missing or wrong; says what.</exception>
    public static RunReport Read(JsonBody body, string environment)
    {
        var (info, run) = (body["collection"]["info"], body["run"]);
        var collection = First(info["_postman_id"].Text, info["id"].Text, info["name"].Text);
        if (collection.Length == 0)
            throw new FormatException("collection.info has neither _postman_id nor name");
        if (!run["failures"].IsArray)
            throw new FormatException("run.failures is missing: whether the run was successful is not known");

        var failures = run["failures"].Items.Select(FailureOf).ToList();
        if (run["error"].Exists)
            failures.Add(new Failure("", "", "the run", First(run["error"]["message"].Text, run["error"].Text), IsTest: false));
        var (stats, timings) = (run["stats"], run["timings"]);
        var executions = run["executions"].Items.Where(execution => execution.IsObject).ToList();
        var requests = stats["requests"]["total"].Whole ?? (run["executions"].IsArray ? executions.Count : null);
        if (requests is null && failures.Count == 0)
            throw new FormatException("run.stats.requests.total is missing, and so is run.executions: whether anything ran is not known");

        var ofExport = body["environment"];
        var name = First(ofExport["name"].Text, environment);

        // Without a file of an environment Newman makes one up for each run: it has an id, no name, and is never seen again.
        var isMadeUp = ofExport["name"].Text.Length == 0;
        var environmentId = isMadeUp ? name : First(ofExport["id"].Text, name);
        var failedTests = failures.Count(failure => failure.IsTest);
        return new RunReport
        {
            Id = environmentId.Length > 0 ? $"{collection}/{environmentId}" : collection,
            Name = First(info["name"].Text, collection),
            RunKey = timings["started"].Text is { Length: > 0 } started ? $"{collection} {environmentId} {started}" : "",
            Collection = info["name"].Text,
            CollectionUid = collection,
            Environment = name,
            EnvironmentUid = isMadeUp ? "" : ofExport["id"].Text,
            Errors = failures.Count - failedTests,
            FailedTests = failedTests,
            PassedTests = stats["assertions"]["total"].Whole - (stats["assertions"]["failed"].Whole ?? 0) - (stats["assertions"]["pending"].Whole ?? 0),
            Requests = requests,
            Latency = executions.Count > 0 ? executions.Sum(execution => execution["response"]["responseTime"].Number ?? 0) : null,
            Finished = timings["completed"].Time,
            Failures = failures,
            Items = [.. executions.Select(execution => ItemOf(execution["item"])).Where(item => item.Id.Length > 0).DistinctBy(item => item.Id)],
        };
    }

    private static Failure FailureOf(JsonBody failure)
    {
        var (error, at) = (failure["error"], failure["at"].Text);
        var item = ItemOf(failure["source"]);
        var isTest = at.StartsWith("assertion", StringComparison.Ordinal) || (at.Length == 0 && error["test"].Exists);
        return new Failure(item.Id, item.Name, First(error["test"].Text, at, error["name"].Text), First(error["message"].Text, error.Text), isTest);
    }

    // A collection's file names its items and mostly gives them no ids: then Newman makes up others for each run.
    private static RunItem ItemOf(JsonBody item) => new(First(item["name"].Text, item["id"].Text), item["name"].Text);

    private static string First(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
                return text;
        }

        return "";
    }
}
