using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Rootly.Sources;

/// <summary>The alert or incident that an event of Rootly is about.</summary>
/// <param name="data">The <c>data</c> of the event, flat or with <c>attributes</c>.</param>
internal sealed class RootlyData(JsonBody data)
{
    private const int MostTags = 50;
    private const int LongestTag = 256;

    public string Text(string key) => this[key].Text.Trim();

    /// <summary>The value of a key, wherever it stands.</summary>
    public JsonBody this[string key] => data[key].Exists ? data[key] : data["attributes"][key];

    /// <summary>Labels, and what the alert is about.</summary>
    public Dictionary<string, string> Tags()
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in this["labels"].Items.Take(MostTags))
            Add(label["key"].Text, label["value"].Text);
        foreach (var (key, value) in this["labels"].Members.Take(MostTags))
            Add(key, value.Text);
        Add("rootly_source", Text("source"));
        Add("service", Names("services"));
        Add("environment", Names("environments"));
        return tags;

        void Add(string key, string value)
        {
            if (key.Length > 0 && value.Length > 0)
                tags[LimitedText.Cut(key, LongestTag)] = LimitedText.Cut(value, LongestTag);
        }
    }

    /// <summary>Links for people that stand in some keys, with their texts.</summary>
    public IReadOnlyList<AlertLink> Links(params ReadOnlySpan<(string Key, string Name)> keys)
    {
        var links = new List<AlertLink>();
        foreach (var (key, name) in keys)
        {
            if (IsAddress(Text(key)) && links.All(link => link.Href != Text(key)))
                links.Add(new AlertLink(name, Text(key)));
        }

        return links;
    }

    /// <summary>An address, or empty when there is none.</summary>
    public string Address(string key) => IsAddress(Text(key)) ? Text(key) : "";

    private string Names(string key) =>
        string.Join(',', this[key].Items.Select(item => item.IsObject ? item["name"].Text : item.Text).Where(name => name.Length > 0));

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}
