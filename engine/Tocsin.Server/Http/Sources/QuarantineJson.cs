using System.Text.Json;
using Tocsin.Dsl.Text;
using Tocsin.Engine.Sources;

namespace Tocsin.Server.Http.Sources;

/// <summary>Requests of the quarantine in answers.</summary>
internal static class QuarantineJson
{
    /// <summary>A request without headers and body.</summary>
    public static void Write(Utf8JsonWriter writer, QuarantinedRequest request)
    {
        writer.WriteStartObject();
        WriteHead(writer, request);
        writer.WriteEndObject();
    }

    /// <summary>All of a request.</summary>
    /// <param name="body">The body as text, without secrets.</param>
    public static void WriteWhole(Utf8JsonWriter writer, QuarantinedRequest request, string body)
    {
        writer.WriteStartObject();
        WriteHead(writer, request);
        writer.WriteString("method", request.Method);
        writer.WriteString("url", request.Url);
        writer.WriteStartArray("query");
        foreach (var (name, value) in request.Query)
            writer.WriteStringValue($"{name}={value}");
        writer.WriteEndArray();
        writer.WriteStartObject("headers");
        foreach (var (name, value) in request.Headers.OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteLongString("body", body);
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, QuarantinedRequest request)
    {
        writer.WriteNumber("number", request.Number);
        writer.WriteString("source", request.Source);
        writer.WriteString("received", request.Received);
        writer.WriteString("problem", request.Problem);
        writer.WriteNumber("bytes", request.BodyLength);
        writer.WriteBoolean("cut", request.IsCut);
    }
}
