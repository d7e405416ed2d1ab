using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Alertmanager.Sources;

/// <summary>One alert as Prometheus and Alertmanager write it: labels, annotations, a begin and an end.</summary>
internal sealed class PrometheusAlert
{
    private readonly JsonBody _alert;
    private readonly AlertmanagerSourceOptions _options;
    private readonly Dictionary<string, string> _annotations;

    public PrometheusAlert(JsonBody alert, AlertmanagerSourceOptions options)
    {
        _alert = alert;
        _options = options;
        Labels = TextsOf(alert["labels"]);
        _annotations = TextsOf(alert["annotations"]);
    }

    /// <summary>The labels that have a value; to Prometheus an empty one is absent.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; }

    public DateTimeOffset? Starts => TimeOf("startsAt");

    /// <summary>Null while it fires without an end: that is written as the year 1.</summary>
    public DateTimeOffset? Ends => TimeOf("endsAt");

    public string Fingerprint => _alert["fingerprint"].Text;

    public string Status => _alert["status"].Text;

    /// <summary>All labels, sorted: <c>alertname=cpu,host=web-07</c>. The labels are what makes an alert the same.</summary>
    public string LabelText => string.Join(',', Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    /// <summary>What the alert says.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="isFiring">False when it has ended.</param>
    public SourceEvent ToEvent(string id, bool isFiring) => new()
    {
        Id = id,
        Topic = _options.TopicLabel.Length > 0 && Labels.TryGetValue(_options.TopicLabel, out var topic) ? topic : "",
        Level = isFiring ? LevelOf() : AlertLevel.Ok,
        Message = Annotation("summary", "message", "title") is { Length: > 0 } message ? message : Labels.GetValueOrDefault("alertname", id),
        Details = string.Join('\n', new[] { Annotation("description"), _alert["generatorURL"].Text }.Where(line => line.Length > 0)),
        Time = isFiring ? Starts : Ends,
        Started = Starts,
        Tags = Labels,
        Fields = _annotations.ToDictionary(entry => entry.Key, object? (entry) => entry.Value),
        Links = LinksOf(),
    };

    private AlertLevel LevelOf()
    {
        var severity = Labels.GetValueOrDefault(_options.SeverityLabel, "");
        foreach (var (name, text) in _options.Levels)
        {
            if (name.Equals(severity, StringComparison.OrdinalIgnoreCase) && AlertLevels.TryParse(text, out var level))
                return level;
        }

        // Who is in doubt is woken up.
        return severity.ToLowerInvariant() switch
        {
            "warning" or "warn" => AlertLevel.Warning,
            "info" or "informational" or "none" => AlertLevel.Info,
            _ => AlertLevel.Critical,
        };
    }

    private List<AlertLink> LinksOf()
    {
        var links = new List<AlertLink>();
        foreach (var (text, href) in new[]
                 {
                     ("Runbook", Annotation("runbook_url", "runbook")), ("Dashboard", Annotation("dashboard_url", "dashboard")),
                     ("Source", _alert["generatorURL"].Text),
                 })
        {
            if (Uri.TryCreate(href, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                links.Add(new AlertLink(text, href));
        }

        return links;
    }

    private string Annotation(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_annotations.TryGetValue(name, out var text))
                return text;
        }

        return "";
    }

    private DateTimeOffset? TimeOf(string key) => _alert[key].Time is { Year: > 1 } time ? time : null;

    private static Dictionary<string, string> TextsOf(JsonBody map)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in map.Members)
        {
            if (value.Text.Length > 0)
                texts[name] = value.Text;
        }

        return texts;
    }
}
