using System.Globalization;
using System.Text;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Postman;

/// <summary>A run as events of a topic, and as a point.</summary>
internal sealed class RunEvents(PostmanOptions options)
{
    private const int MostNames = 5;
    private const int MostDetails = 50;
    private const int LongestTitle = 120;
    private const int LongestText = 300;
    private const int LongestTag = 256;

    public SourceReading Of(RunReport run, DateTimeOffset received)
    {
        var events = options.AlertPer == AlertScope.Item && run.Items.Count > 0 ? EventsByItem(run) : [EventOf(run)];
        return SourceReading.Of(options.OnSuccess == SuccessAction.Acknowledge ? [.. events.Select(AskToAcknowledge)] : events) with { Points = [PointOf(run, run.Finished ?? received)] };
    }

    // The service is asked by a tag, so that people see it and can match on it.
    private static SourceEvent AskToAcknowledge(SourceEvent alert) => alert.Level != AlertLevel.Ok ? alert : alert with
    {
        Tags = new Dictionary<string, string>(alert.Tags) { [Recoveries.Tag] = Recoveries.Acknowledge },
    };

    private SourceEvent EventOf(RunReport run) => new()
    {
        Id = run.Id,
        DedupeKey = run.RunKey,
        Level = run.IsBad ? AlertLevel.Critical : run.Warnings > 0 ? AlertLevel.Warning : AlertLevel.Ok,
        Message = $"{Line(run.Name)}: {Counted(run.Errors, "error")}, {Counted(run.FailedTests, "failed test")}{Names(run.Failures)}{LinkOf(run, run.IsBad)}",
        Details = DetailsOf(run.Failures),
        Time = run.Finished,
        Tags = TagsOf(run),
        Fields = FieldsOf(run).ToDictionary(field => field.Key, field => (object?)field.Value),
        Links = LinkTemplate.Fill(options.Link, run),
    };

    private List<SourceEvent> EventsByItem(RunReport run)
    {
        var byItem = run.Failures.ToLookup(failure => failure.Item);
        var events = new List<SourceEvent>();

        // What belongs to no item is told with the run's id, and so is that it is well again.
        var known = run.Items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        var others = run.Failures.Where(failure => !known.Contains(failure.Item)).ToList();
        events.Add(PartOf(run, run.Id, "", others, run.IsBad && run.Failures.Count == 0));
        foreach (var item in run.Items)
            events.Add(PartOf(run, $"{run.Id}/{item.Id}", item.Name.Length > 0 ? item.Name : item.Id, [.. byItem[item.Id]], isBad: false));
        return events;
    }

    private SourceEvent PartOf(RunReport run, string id, string item, List<Failure> failures, bool isBad)
    {
        var failedTests = failures.Count(failure => failure.IsTest);
        var tags = TagsOf(run);
        if (item.Length > 0)
            tags["item"] = LimitedText.Cut(item, LongestTag);
        var name = item.Length > 0 ? $"{Line(run.Name)}: {Line(item)}" : Line(run.Name);
        return new SourceEvent
        {
            Id = id,
            DedupeKey = run.RunKey.Length > 0 ? $"{run.RunKey} {id}" : "",
            Level = isBad || failures.Count > 0 ? AlertLevel.Critical : AlertLevel.Ok,
            Message = $"{name}: {Counted(failures.Count - failedTests, "error")}, {Counted(failedTests, "failed test")}{Names(failures)}{LinkOf(run, isBad || failures.Count > 0)}",
            Details = DetailsOf(failures),
            Time = run.Finished,
            Tags = tags,
            Fields = new Dictionary<string, object?> { ["errors"] = (long)(failures.Count - failedTests), ["failedTests"] = (long)failedTests },
            Links = LinkTemplate.Fill(options.Link, run),
        };
    }

    private static string Names(IReadOnlyList<Failure> failures)
    {
        var titles = failures.Select(failure => Line(failure.Title.Length > 0 ? failure.Title : failure.Message)).Where(title => title.Length > 0).Distinct().ToList();
        if (titles.Count == 0)
            return "";
        var more = titles.Count > MostNames ? $" and {(titles.Count - MostNames).ToString(CultureInfo.InvariantCulture)} more" : "";
        return $" ({string.Join(", ", titles.Take(MostNames))}{more})";
    }

    // Where handlers send no links, the message is all that people see.
    private string LinkOf(RunReport run, bool isBad) => isBad && LinkTemplate.Fill(options.Link, run) is [var link] ? " " + link.Href : "";

    private static string DetailsOf(IReadOnlyList<Failure> failures)
    {
        var text = new StringBuilder();
        foreach (var failure in failures.Take(MostDetails))
        {
            var parts = new[] { failure.Title, failure.Message }.Where(part => part.Length > 0);
            text.Append(LimitedText.Cut(string.Join(": ", parts), LongestText)).Append('\n');
        }

        if (failures.Count > MostDetails)
            text.Append(CultureInfo.InvariantCulture, $"… and {failures.Count - MostDetails} more");
        return text.ToString().TrimEnd('\n');
    }

    private static Dictionary<string, string> TagsOf(RunReport run)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in new[]
        {
            (run.MonitorUid.Length > 0 ? "monitor" : "", run.Name), ("collection", run.Collection), ("environment", run.Environment),
            ("monitor_uid", run.MonitorUid), ("user", run.User),
        })
        {
            if (key.Length > 0 && value.Length > 0)
                tags[key] = LimitedText.Cut(value, LongestTag);
        }

        return tags;
    }

    private static Dictionary<string, object> FieldsOf(RunReport run)
    {
        var fields = new Dictionary<string, object> { ["errors"] = run.Errors, ["failedTests"] = run.FailedTests, ["warnings"] = run.Warnings };
        if (run.PassedTests is { } passed)
            fields["passedTests"] = passed;
        if (run.Requests is { } requests)
            fields["requestCount"] = requests;
        if (run.Latency is { } latency && double.IsFinite(latency))
            fields["totalLatency"] = latency;
        return fields;
    }

    private static SourcePoint PointOf(RunReport run, DateTimeOffset time)
    {
        var tags = TagsOf(run);
        tags.Remove("user");
        return new SourcePoint("postman", tags, FieldsOf(run), time);
    }

    private static string Counted(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Line(string text) => LimitedText.Cut(text.ReplaceLineEndings(" ").Trim(), LongestTitle);
}
