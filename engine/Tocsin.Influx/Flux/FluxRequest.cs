using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Tocsin.Influx.Connections;

namespace Tocsin.Influx.Flux;

/// <summary>Makes the request of a question in Flux.</summary>
internal static class FluxRequest
{
    public static HttpRequestMessage Make(InfluxAddress address, FluxQuery query)
    {
        var path = InfluxAddress.FluxPath;
        if (query.OrgId.Length > 0)
            path += "?orgID=" + Uri.EscapeDataString(query.OrgId);
        else if (query.Org.Length > 0)
            path += "?org=" + Uri.EscapeDataString(query.Org);
        var request = address.NewRequest(HttpMethod.Post, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/csv"));
        request.Content = JsonContent.Create(new Body(query.Text, "flux", query.Now.Length > 0 ? query.Now : null, new Dialect(["datatype", "group", "default"], ",", true)));
        return request;
    }

    private sealed record Body(
        [property: JsonPropertyName("query")] string Query,
        [property: JsonPropertyName("type")] string Type,
        [property: JsonPropertyName("now"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Now,
        [property: JsonPropertyName("dialect")] Dialect Dialect);

    private sealed record Dialect(
        [property: JsonPropertyName("annotations")] string[] Annotations,
        [property: JsonPropertyName("delimiter")] string Delimiter,
        [property: JsonPropertyName("header")] bool HasHeader);
}
