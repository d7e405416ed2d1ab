using System.IO.Compression;
using System.Net.Http.Headers;
using Tocsin.Influx.Connections;

namespace Tocsin.Influx.Writes;

/// <summary>Makes the request of a write.</summary>
internal static class WriteRequest
{
    public static HttpRequestMessage Make(InfluxAddress address, InfluxWrite write, ReadOnlyMemory<byte> lines)
    {
        var path = $"/write?db={Uri.EscapeDataString(write.Database)}&precision={NameOf(write.Precision)}";
        if (write.RetentionPolicy.Length > 0)
            path += "&rp=" + Uri.EscapeDataString(write.RetentionPolicy);
        if (write.Consistency.Length > 0)
            path += "&consistency=" + Uri.EscapeDataString(write.Consistency);
        var request = address.NewRequest(HttpMethod.Post, path);
        request.Content = new ReadOnlyMemoryContent(write.IsPacked ? Pack(lines) : lines);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        if (write.IsPacked)
            request.Content.Headers.ContentEncoding.Add("gzip");
        return request;
    }

    private static string NameOf(WritePrecision precision) => precision switch
    {
        WritePrecision.Microseconds => "u",
        WritePrecision.Milliseconds => "ms",
        WritePrecision.Seconds => "s",
        WritePrecision.Minutes => "m",
        WritePrecision.Hours => "h",
        _ => "ns",
    };

    private static byte[] Pack(ReadOnlyMemory<byte> lines)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(lines.Span);
        return packed.ToArray();
    }
}
