using Tocsin.Sdk;

namespace Tocsin.Plugins.CloudEvents;

/// <summary>Reads the level of an event.</summary>
internal static class CloudEventLevel
{
    /// <summary>False for any other text. Unlike elsewhere, nothing is not OK.</summary>
    public static bool TryRead(string text, out AlertLevel level)
    {
        level = default;
        return text.Trim() is { Length: > 1 } given && AlertLevels.TryParse(given, out level);
    }
}
