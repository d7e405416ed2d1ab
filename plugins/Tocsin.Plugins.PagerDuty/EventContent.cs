using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>How both versions of the API are written to.</summary>
internal static class EventContent
{
    // The body is no HTML: text stays readable in logs and half as long for most of the world.
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
