using Tocsin.Sdk;

namespace Tocsin.Plugins.Alertmanager;

/// <summary>The labels of an alert, which are all that tells it from others.</summary>
internal sealed class AlertmanagerLabels(AlertmanagerOptions options, EventTexts texts)
{
    /// <summary>In the order of their names. The level is one of them: people route by it.</summary>
    public SortedDictionary<string, string> Of(AlertEvent alert, AlertLevel level)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tag, value) in alert.Tags)
            Set(labels, tag, value);
        foreach (var (label, value) in texts.Of("labels", alert, options.Labels))
            Set(labels, label, value);

        var name = texts.Of("alertname", alert, options.Alertname).Text;
        labels["alertname"] = name.Length > 0 ? name : alert.Name.Length > 0 ? alert.Name : alert.Id;
        labels["severity"] = level.Text().ToLowerInvariant();

        // Two alerts of one measurement may have the same tags.
        labels["alert_id"] = alert.Id;
        return labels;
    }

    // To Alertmanager an empty label is absent.
    private static void Set(SortedDictionary<string, string> labels, string name, string value)
    {
        if (name.Length > 0 && value.Length > 0)
            labels[NameOf(name)] = value;
    }

    // Letters, digits and underscores, no digit at the begin: what every version takes.
    private static string NameOf(string tag)
    {
        var name = string.Create(tag.Length, tag, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
        });
        return char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }
}
