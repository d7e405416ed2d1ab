using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>
/// By what an incident is known again, also after a restart: the API lets nobody choose the entity id of an incident it creates, so the
/// title ends in a short text made from the alert's id.
/// </summary>
internal static partial class IncidentMark
{
    private const int Length = 12;

    /// <summary>The mark of an alert, <c>[#0f1e2d3c4b5a]</c>.</summary>
    public static string Of(string alertId) => $"[#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(alertId)))[..Length]}]";

    /// <summary>True for a title that ends in the mark of any alert.</summary>
    public static bool EndsIn(string title) => Mark().IsMatch(title);

    [GeneratedRegex(@"\[#[0-9a-f]{12}\]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Mark();
}
