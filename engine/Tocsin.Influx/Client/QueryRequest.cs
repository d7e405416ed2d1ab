using Tocsin.Influx.Connections;

namespace Tocsin.Influx.Client;

/// <summary>Makes the request of a question in InfluxQL.</summary>
internal static class QueryRequest
{
    public static HttpRequestMessage Make(InfluxAddress address, InfluxQuery query)
    {
        var path = $"/query?epoch=ns&chunked=true&chunk_size={query.ChunkRows}";
        if (query.Database.Length > 0)
            path += "&db=" + Uri.EscapeDataString(query.Database);
        if (query.RetentionPolicy.Length > 0)
            path += "&rp=" + Uri.EscapeDataString(query.RetentionPolicy);
        var request = address.NewRequest(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent([new("q", query.Text)]);
        return request;
    }
}
