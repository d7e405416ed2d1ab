using System.Globalization;
using System.Text;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>A notice as an event of a topic, and as points.</summary>
internal sealed class NoticeEvent(AlertLevel defaultLevel)
{
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
            Fields = fields,
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

    private static string MessageOf(Notice notice)
    {
        var rule = notice.Rule.Length > 0 ? notice.Rule : notice.Id;
        var what = notice.IsAboutAgent ? notice.Agents[0].Name : notice.Test;
        var agents = notice.IsAboutAgent || notice.Agents.Count == 0 ? "" : notice.Agents.Count == 1 ? " (1 agent)" : $" ({notice.Agents.Count} agents)";
        return LimitedText.Cut((what.Length > 0 ? $"{rule}: {what}" : rule).ReplaceLineEndings(" "), LongestText) + agents;
    }

    private static string DetailsOf(Notice notice)
    {
        var text = new StringBuilder();
        Line(text, notice.Expression);
        Line(text, string.Join(", ", notice.Targets.Take(MostAgents)));
        foreach (var agent in notice.Agents.Take(MostAgents))
            Line(text, agent.Metrics.Length > 0 ? $"{agent.Name}: {agent.Metrics}" : agent.Name);
        if (notice.Agents.Count > MostAgents)
            Line(text, string.Create(CultureInfo.InvariantCulture, $"… and {notice.Agents.Count - MostAgents} more"));
        Line(text, notice.Permalink);
        return text.ToString().TrimEnd('\n');
    }

    private static void Line(StringBuilder text, string line)
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
            if (Uri.TryCreate(href, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && links.All(link => link.Href != href))
                links.Add(new AlertLink(text, href));
        }
    }

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
