using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Grafana;

/// <summary>One alert of a notification as an event of a topic.</summary>
internal sealed class GrafanaAlert(GrafanaOptions options)
{
    private const string NoData = "DatasourceNoData";
    private const int MostTags = 100;
    private const int LongestTag = 512;
    private const int LongestText = 4000;

    private static readonly (string Key, string Name)[] LinkKeys =
    [
        ("generatorURL", "Rule"), ("dashboardURL", "Dashboard"), ("panelURL", "Panel"), ("silenceURL", "Silence"), ("imageURL", "Image"),
    ];

    /// <summary>True for what the button <c>Test</c> of a contact point sends.</summary>
    public static bool IsTest(JsonBody alert) => alert["labels"]["alertname"].Text == "TestAlert" && alert["labels"]["instance"].Text == "Grafana";

    /// <param name="body">The notification the alert is in.</param>
    /// <param name="problem">What is wrong, behind the alert's place.</param>
    public bool TryRead(JsonBody alert, JsonBody body, [NotNullWhen(true)] out SourceEvent? read, [NotNullWhen(false)] out string? problem)
    {
        read = null;
        problem = null;
        if (!alert.IsObject)
        {
            problem = " isn't an object";
            return false;
        }

        var isResolved = alert["status"].Text.ToUpperInvariant() switch
        {
            "RESOLVED" => true,
            "FIRING" => false,
            _ => (bool?)null,
        };
        if (isResolved is not { } resolved)
        {
            problem = ".status is neither firing nor resolved";
            return false;
        }

        var tags = Texts(alert["labels"]);
        if (!TryFindId(alert, tags, out var id))
        {
            problem = " has neither a fingerprint nor labels";
            return false;
        }

        var (startsAt, endsAt) = (RealTime(alert["startsAt"]), RealTime(alert["endsAt"]));
        read = new SourceEvent
        {
            Id = id,
            DedupeKey = $"{id} {(resolved ? "resolved" : "firing")} {alert["startsAt"].Text}",
            Topic = options.TopicPerRule ? TopicOf(alert, tags) : "",
            Level = resolved ? AlertLevel.Ok : LevelOf(tags),
            Message = MessageOf(alert, body, tags, id),
            Details = DetailsOf(alert),
            Time = resolved ? endsAt : startsAt,
            Started = startsAt,
            Tags = tags,
            Fields = alert["values"].Members.Where(value => value.Key.Length > 0 && value.Value.Number is not null).Take(MostTags)
                .GroupBy(value => value.Key).ToDictionary(group => group.Key, group => (object?)group.Last().Value.Number),
            Links = LinksOf(alert),
        };
        return true;
    }

    private AlertLevel LevelOf(Dictionary<string, string> labels) => labels.GetValueOrDefault("severity", "").Trim().ToUpperInvariant() switch
    {
        "CRITICAL" or "PAGE" => AlertLevel.Critical,
        "WARNING" or "WARN" => AlertLevel.Warning,
        "INFO" => AlertLevel.Info,
        "" when labels.GetValueOrDefault("alertname") == NoData => options.NoDataLevel ?? options.DefaultLevel,
        _ => options.DefaultLevel,
    };

    // Without a fingerprint, which old versions leave out of some alerts, the labels are what tells alerts apart.
    private static bool TryFindId(JsonBody alert, Dictionary<string, string> labels, out string id)
    {
        id = alert["fingerprint"].Text.Trim();
        if (id.Length == 0 && labels.Count > 0)
        {
            var all = string.Join('\n', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));
            id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..16];
        }

        return id.Length > 0;
    }

    private static string TopicOf(JsonBody alert, Dictionary<string, string> labels)
    {
        var rule = alert["ruleUID"].Text is { Length: > 0 } uid ? uid : labels.GetValueOrDefault("__alert_rule_uid__", "");
        return rule.Length > 0 ? rule : labels.GetValueOrDefault("alertname", "");
    }

    private static string MessageOf(JsonBody alert, JsonBody body, Dictionary<string, string> labels, string id)
    {
        foreach (var text in (ReadOnlySpan<string>)[alert["annotations"]["summary"].Text, body["title"].Text, labels.GetValueOrDefault("alertname", "")])
        {
            if (text.Trim() is { Length: > 0 } line)
                return LimitedText.Cut(line.ReplaceLineEndings(" "), LongestText);
        }

        return id;
    }

    private static string DetailsOf(JsonBody alert)
    {
        var parts = new[] { alert["annotations"]["description"].Text, alert["valueString"].Text }
            .Concat(LinkKeys.Select(link => alert[link.Key].Text)).Where(part => part.Length > 0);
        return string.Join('\n', parts.Select(part => LimitedText.Cut(part, LongestText)));
    }

    private static List<AlertLink> LinksOf(JsonBody alert)
    {
        var links = new List<AlertLink>();
        foreach (var (key, name) in LinkKeys)
        {
            if (Uri.TryCreate(alert[key].Text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                links.Add(new AlertLink(name, alert[key].Text));
        }

        return links;
    }

    private static Dictionary<string, string> Texts(JsonBody labels)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels.Members.Where(label => label.Key.Length > 0 && label.Value.Text.Length > 0).Take(MostTags))
            texts[LimitedText.Cut(key, LongestTag)] = LimitedText.Cut(value.Text, LongestTag);
        return texts;
    }

    // An alert that goes on ends in the year 1.
    private static DateTimeOffset? RealTime(JsonBody time) => time.Time is { Year: > 1970 } real ? real : null;
}
