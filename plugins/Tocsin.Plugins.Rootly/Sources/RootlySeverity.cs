using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Rootly.Sources;

/// <summary>How bad Rootly, or the labels of an alert, say that things are.</summary>
internal static class RootlySeverity
{
    /// <summary>The level of the first that names one; null when none does.</summary>
    public static AlertLevel? LevelOf(RootlyData data)
    {
        foreach (var key in (ReadOnlySpan<string>)["level", "severity"])
        {
            if (Read(Label(data["labels"], key)) is { } labelled)
                return labelled;
        }

        return Read(data["data"]["level"].Text) ?? Read(data["data"]["severity"].Text) ?? ReadNamed(data["severity"]) ?? ReadNamed(data["alert_urgency"]);
    }

    // A text, or an object that has it in one of several places.
    private static AlertLevel? ReadNamed(JsonBody value)
    {
        if (!value.IsObject)
            return Read(value.Text);
        var inner = value["data"].IsObject ? value["data"] : value;
        var attributes = inner["attributes"].IsObject ? inner["attributes"] : inner;
        return Read(attributes["severity"].Text) ?? Read(attributes["slug"].Text) ?? Read(attributes["name"].Text);
    }

    private static string Label(JsonBody labels, string key)
    {
        if (labels.IsObject)
            return labels[key].Text;
        return labels.Items.Where(label => label["key"].Text.Equals(key, StringComparison.OrdinalIgnoreCase)).Select(label => label["value"].Text).FirstOrDefault() ?? "";
    }

    private static AlertLevel? Read(string text) => text.Trim().ToUpperInvariant() switch
    {
        "CRITICAL" or "CRIT" or "HIGH" or "PAGE" or "SEV0" or "SEV1" => AlertLevel.Critical,
        "WARNING" or "WARN" or "MEDIUM" or "SEV2" => AlertLevel.Warning,
        "INFO" or "LOW" or "SEV3" or "SEV4" or "SEV5" => AlertLevel.Info,
        _ => null,
    };
}
