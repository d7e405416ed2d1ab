using System.Text;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.CloudEvents;

/// <summary>Reads requests in the three ways of the HTTP binding: structured, in batches, and with attributes in headers.</summary>
internal static class CloudEventReader
{
    private const string Structured = "application/cloudevents";
    private const string Batch = "application/cloudevents-batch";
    private const string Prefix = "ce-";

    /// <summary>The events of a request.</summary>
    /// <exception cref="FormatException">The body, or the data of an event, is not JSON where it must be; or it is not a CloudEvent at all.</exception>
    public static IReadOnlyList<CloudEvent> Read(SourceRequest request)
    {
        var mediaType = MediaTypeOf(request.Header("Content-Type"));
        if (mediaType.StartsWith(Batch, StringComparison.Ordinal))
        {
            var batch = JsonBody.Parse(request);
            return batch.IsArray ? [.. batch.Items.Select(FromObject)] : throw new FormatException("a batch must be an array of events");
        }

        if (mediaType.StartsWith(Structured, StringComparison.Ordinal))
            return [FromObject(JsonBody.Parse(request))];
        return request.Header(Prefix + "specversion").Length > 0 || request.Header(Prefix + "id").Length > 0
            ? [FromHeaders(request, mediaType)]
            : throw new FormatException("there is neither a Content-Type application/cloudevents+json nor a header ce-id");
    }

    private static CloudEvent FromObject(JsonBody body)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in body.Members)
        {
            if (name is not ("data" or "data_base64") && value.Text.Length > 0)
                attributes[name] = value.Text;
        }

        if (!body["data_base64"].Exists)
            return new CloudEvent(attributes, body["data"], body["data"].IsObject || body["data"].IsArray ? "" : body["data"].Text);

        var bytes = new byte[body["data_base64"].Text.Length];
        if (!Convert.TryFromBase64String(body["data_base64"].Text, bytes, out var length))
            throw new FormatException("data_base64 isn't base64");
        return WithData(attributes, Encoding.UTF8.GetString(bytes.AsSpan(0, length)), MediaTypeOf(attributes.GetValueOrDefault("datacontenttype", "")));
    }

    private static CloudEvent FromHeaders(SourceRequest request, string mediaType)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Headers)
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Length > Prefix.Length && value.Length > 0)
                attributes[name[Prefix.Length..].ToLowerInvariant()] = Uri.UnescapeDataString(value);
        }

        return WithData(attributes, request.Text(), mediaType);
    }

    private static CloudEvent WithData(Dictionary<string, string> attributes, string text, string mediaType)
    {
        var isJson = mediaType.Length == 0 || mediaType.EndsWith("/json", StringComparison.Ordinal) || mediaType.EndsWith("+json", StringComparison.Ordinal);
        if (text.Length == 0 || !isJson)
            return new CloudEvent(attributes, default, text);

        var data = JsonBody.Parse(text);
        return new CloudEvent(attributes, data, data.IsObject || data.IsArray ? "" : data.Text);
    }

    private static string MediaTypeOf(string header) => header.Split(';')[0].Trim().ToLowerInvariant();
}
