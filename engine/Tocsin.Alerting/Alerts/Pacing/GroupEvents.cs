using System.Net;
using System.Text;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>One event in the place of several alerts, for handlers and for people.</summary>
internal static class GroupEvents
{
    /// <summary>The group of alerts that went over a handler's limit. No labels make this key.</summary>
    public const string OverLimit = "{more}";

    private const int MostNamed = 5;
    private const int MostLines = 200;

    /// <summary>The group of an alert by labels, as in <c>{cluster=eu}</c>.</summary>
    public static string KeyOf(AlertEvent alert, IReadOnlyList<string> by)
    {
        var labels = new AlertLabels(alert);
        return $"{{{string.Join(',', by.Select(name => $"{name}={Written(labels[name])}"))}}}";
    }

    // Two groups never have one key, whatever their labels hold.
    private static string Written(string? value) =>
        value is null || value.AsSpan().IndexOfAny(",={}\"\\") < 0 ? value ?? "" : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>The id that the events of a group have.</summary>
    public static string IdOf(HandlerTarget handler, string key) => handler + key;

    /// <summary>The event of a group.</summary>
    /// <param name="by">The labels that its alerts have in common.</param>
    /// <param name="before">The group's level before.</param>
    /// <param name="level">Its level now.</param>
    /// <param name="open">How many alerts are open now.</param>
    public static AlertEvent Of(HandlerTarget handler, string topic, string key, IReadOnlyList<string> by, AlertEvent[] members, AlertLevel before, AlertLevel level, long open)
    {
        Array.Sort(members, static (left, right) => left.Level != right.Level ? right.Level.CompareTo(left.Level) : string.CompareOrdinal(left.Id, right.Id));
        var labels = new AlertLabels(members[0]);
        return new AlertEvent
        {
            Topic = topic,
            Id = IdOf(handler, key),
            Level = level,
            PreviousLevel = before,
            Message = MessageOf(key, members, open),
            Details = DetailsOf(members),
            UnixNanoseconds = members.Max(member => member.UnixNanoseconds),
            DurationNanoseconds = members.Max(member => member.DurationNanoseconds),
            Name = members[0].Name,
            TaskName = members.All(member => member.TaskName == members[0].TaskName) ? members[0].TaskName : "",
            Group = key.Trim('{', '}'),
            Tags = key == OverLimit ? new Dictionary<string, string>() : by.ToDictionary(name => name, name => labels[name], StringComparer.Ordinal),
            Fields = new Dictionary<string, object?> { [AlertGroup.OpenField] = open, ["members"] = (long)members.Length },
            Members = members,
        };
    }

    private static string MessageOf(string key, AlertEvent[] members, long open)
    {
        var text = new StringBuilder();
        var group = key is "{}" or OverLimit ? "" : $" of {key.Trim('{', '}')}";
        text.Append(members.Length).Append(members.Length == 1 ? " alert" : " alerts").Append(group).Append(" (").Append(open).Append(" open): ");
        text.AppendJoin("; ", members.Take(MostNamed).Select(member => member.Message.Length > 0 ? LimitedText.Cut(member.Message, 200) : $"{member.Id} is {member.Level.Text()}"));
        if (members.Length > MostNamed)
            text.Append("; and ").Append(members.Length - MostNamed).Append(" more");
        return text.ToString();
    }

    private static string DetailsOf(AlertEvent[] members)
    {
        var lines = members.Take(MostLines).Select(member => $"{member.Level.Text()} {WebUtility.HtmlEncode(member.Message.Length > 0 ? member.Message : member.Id)}");
        if (members.Length > MostLines)
            lines = lines.Append($"and {members.Length - MostLines} more");
        return string.Join("<br>\n", lines);
    }
}
