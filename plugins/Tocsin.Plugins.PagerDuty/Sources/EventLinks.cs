using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>Links and values of an event.</summary>
internal static class EventLinks
{
    private const int MostFields = 100;

    /// <summary>The links of a list, then the sender's own page. Only addresses that people can open.</summary>
    public static IReadOnlyList<AlertLink> Of(JsonBody body, JsonBody links)
    {
        var found = new List<AlertLink>();
        foreach (var link in links.Items)
            Add(found, link["text"].Text, link["href"].Text);
        Add(found, body["client"].Text, body["client_url"].Text);
        return found;
    }

    /// <summary>The scalar values of an object, as texts.</summary>
    public static Dictionary<string, object?> FieldsOf(JsonBody details)
    {
        var fields = new Dictionary<string, object?>();
        foreach (var (name, value) in details.Members)
        {
            if (fields.Count < MostFields && name.Length > 0 && value.Text.Length > 0)
                fields[name] = value.Text;
        }

        return fields;
    }

    private static void Add(List<AlertLink> links, string text, string href)
    {
        if (Uri.TryCreate(href, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            links.Add(new AlertLink(text, href));
    }
}
