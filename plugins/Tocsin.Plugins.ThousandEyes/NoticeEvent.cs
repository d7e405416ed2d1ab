using System.Globalization;
using System.Text;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>A notice as an event of a topic, and as points.</summary>
internal sealed class NoticeEvent(AlertLevel defaultLevel)
{
    private const int MostNames = 3;
    private const int LongestName = 200;
    private const int MostAgents = 50;
    private const int MostExtra = 20;
    private const int LongestTag = 256;
    private const int LongestText = 1000;
    private const string Measurement = "thousandeyes";

    public SourceReading Of(Notice notice, string routingKey, DateTimeOffset received)
    {
        var tags = TagsOf(notice, routingKey);
        var time = notice.IsProblem ? notice.Start : notice.End;
        var duration = DurationOf(notice.Start, notice.End ?? (notice.IsProblem ? null : received));
        var fields = new Dictionary<string, object?> { ["active"] = notice.Active };
        if (notice.ViolationCount is { } violations)
            fields["violationCount"] = violations;
        if (duration is { } seconds)
            fields["duration"] = seconds;
        var shown = new Dictionary<string, object?>(fields);
        if (notice.Agents.Count > 0)
            shown["agents"] = LimitedText.Cut(string.Join(", ", notice.Agents.Take(MostAgents).Select(agent => Line(agent.Name))), LongestText);
        if (string.Join("; ", notice.Agents.Take(MostAgents).Select(agent => Line(agent.Metrics)).Where(text => text.Length > 0).Distinct()) is { Length: > 0 } metrics)
            shown["metrics"] = LimitedText.Cut(metrics, LongestText);
        return SourceReading.Of(new SourceEvent
        {
            Id = notice.Id,
            DedupeKey = notice.NoticeId,
            Level = notice.IsProblem ? LevelOf(notice.Severity) : AlertLevel.Ok,
            Message = MessageOf(notice),
            Details = DetailsOf(notice),
            Time = time,
            Started = notice.Start,
            Tags = tags,
            Fields = shown,
            Links = LinksOf(notice),
        }) with
        {
            Points = PointsOf(notice, tags, fields, time ?? received),
        };
    }

    private AlertLevel LevelOf(string severity) => severity.Trim().ToUpperInvariant() switch
    {
        "CRITICAL" or "MAJOR" => AlertLevel.Critical,
        "MINOR" or "WARNING" => AlertLevel.Warning,
        "INFO" => AlertLevel.Info,
        _ => defaultLevel,
    };

    // Where handlers show nothing else, the message is all that people see: who sees the problem, what was measured, and where to look.
    private static string MessageOf(Notice notice)
    {
        var rule = notice.Rule.Length > 0 ? notice.Rule : notice.Id;
        var what = notice.IsAboutAgent ? notice.Agents[0].Name : notice.Test;
        var text = LimitedText.Cut(Line(what.Length > 0 ? $"{rule}: {what}" : rule), LongestText) + SeenBy(notice);
        return notice.IsProblem && IsAddress(notice.Permalink) ? $"{text} {notice.Permalink}" : text;
    }

    private static string SeenBy(Notice notice)
    {
        var parts = new List<string>();
        if (!notice.IsAboutAgent && notice.Agents.Count > 0)
        {
            var count = notice.Agents.Count == 1 ? "1 agent" : string.Create(CultureInfo.InvariantCulture, $"{notice.Agents.Count} agents");
            var names = Few(notice.Agents.Select(agent => agent.Name));
            parts.Add(names.Length > 0 ? $"{count}: {names}" : count);
        }

        if (Few(notice.Agents.Select(agent => agent.Metrics)) is { Length: > 0 } metrics)
            parts.Add(metrics);
        return parts.Count == 0 ? "" : $" ({string.Join("; ", parts)})";
    }

    private static string Few(IEnumerable<string> texts)
    {
        var all = texts.Select(Line).Where(text => text.Length > 0).Distinct().ToList();
        var more = all.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {all.Count - MostNames} more") : "";
        return string.Join(", ", all.Take(MostNames).Select(text => LimitedText.Cut(text, LongestName))) + more;
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ").Trim();

    private static string DetailsOf(Notice notice)
    {
        var text = new StringBuilder();
        Add(text, notice.Expression);
        Add(text, string.Join(", ", notice.Targets.Take(MostAgents)));
        foreach (var agent in notice.Agents.Take(MostAgents))
            Add(text, agent.Metrics.Length > 0 ? $"{agent.Name}: {agent.Metrics}" : agent.Name);
        if (notice.Agents.Count > MostAgents)
            Add(text, string.Create(CultureInfo.InvariantCulture, $"… and {notice.Agents.Count - MostAgents} more"));
        Add(text, notice.Permalink);
        return text.ToString().TrimEnd('\n');
    }

    private static void Add(StringBuilder text, string line)
    {
        if (line.Length > 0)
            text.Append(LimitedText.Cut(line, LongestText)).Append('\n');
    }

    private static Dictionary<string, string> TagsOf(Notice notice, string routingKey)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in notice.Extra.Take(MostExtra))
            Add(LimitedText.Cut(key, LongestTag), value);
        Add("test", notice.Test);
        Add("test_id", notice.TestId);
        Add("rule", notice.Rule);
        Add("rule_id", notice.RuleId);
        Add("type", notice.Type);
        Add("severity", notice.Severity);
        Add("account", notice.Account);
        Add("host", notice.Host);
        Add("agent", notice.Agents.Count == 1 ? notice.Agents[0].Name : "");
        Add("labels", string.Join(',', notice.Labels));
        Add("routing_key", routingKey);
        return tags;

        void Add(string key, string value)
        {
            if (value.Length > 0)
                tags[key] = LimitedText.Cut(value, LongestTag);
        }
    }

    private static List<AlertLink> LinksOf(Notice notice)
    {
        var links = new List<AlertLink>();
        Add("ThousandEyes", notice.Permalink);
        foreach (var agent in notice.Agents.Take(MostAgents))
            Add(agent.Name, agent.Permalink);
        return links;

        void Add(string text, string href)
        {
            if (IsAddress(href) && links.All(link => link.Href != href))
                links.Add(new AlertLink(text, href));
        }
    }

    private static bool IsAddress(string href) => Uri.TryCreate(href, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static List<SourcePoint> PointsOf(
        Notice notice, Dictionary<string, string> alertTags, Dictionary<string, object?> fields, DateTimeOffset time)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in (ReadOnlySpan<string>)["test", "rule", "type"])
        {
            if (alertTags.TryGetValue(key, out var value))
                tags[key] = value;
        }

        // One of the whole alert, without an agent, and one of each agent.
        var points = new List<SourcePoint>();
        if (!notice.IsAboutAgent)
            points.Add(new SourcePoint(Measurement, tags, fields.ToDictionary(field => field.Key, field => field.Value!), time)); // All have values.
        foreach (var agent in notice.Agents.Take(MostAgents).Where(agent => agent.Name.Length > 0).DistinctBy(agent => agent.Name))
        {
            var own = new Dictionary<string, object> { ["active"] = agent.Active ?? notice.Active };
            if (DurationOf(agent.Start, agent.End) is { } seconds)
                own["duration"] = seconds;
            points.Add(new SourcePoint(Measurement, new Dictionary<string, string>(tags) { ["agent"] = LimitedText.Cut(agent.Name, LongestTag) }, own, time));
        }

        return points;
    }

    private static double? DurationOf(DateTimeOffset? start, DateTimeOffset? end) =>
        start is { } from && end is { } to && to >= from ? (to - from).TotalSeconds : null;
}
