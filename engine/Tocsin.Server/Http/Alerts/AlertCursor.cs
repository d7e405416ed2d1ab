using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Alerts;

/// <summary>The place of an alert as a parameter: what follows it is the same although alerts come and go meanwhile.</summary>
internal static class AlertCursor
{
    private const char Between = '\n';

    public static string Write(AlertPlace place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(
        Between, place.IsAcknowledged ? "1" : "0", ((int)place.Level).ToString(CultureInfo.InvariantCulture), place.Since.ToString(CultureInfo.InvariantCulture),
        place.Topic.Length.ToString(CultureInfo.InvariantCulture), place.Topic + place.Id)));

    /// <exception cref="ApiException">It is none.</exception>
    public static AlertPlace Read(string cursor)
    {
        if (Base64Url.IsValid(cursor) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Between, 5) is [var care, var level, var since, var length, var names]
            && int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var atLevel) && atLevel <= (int)AlertLevel.Critical
            && long.TryParse(since, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end <= names.Length)
            return new AlertPlace(care == "1", (AlertLevel)atLevel, at, names[..end], names[end..]);
        throw ApiException.BadRequest($"after is the \"next\" of the page before, not '{cursor}'");
    }
}
