using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>What dates and options call a time zone.</summary>
internal static class ZoneName
{
    // Minutes ahead of UTC. Where the world uses one for several, the one in which ThousandEyes has most accounts.
    private static readonly FrozenDictionary<string, int> Abbreviations = new Dictionary<string, int>
    {
        ["UTC"] = 0, ["GMT"] = 0, ["Z"] = 0, ["WET"] = 0, ["WEST"] = 60, ["BST"] = 60, ["CET"] = 60, ["CEST"] = 120, ["MET"] = 60, ["MEST"] = 120,
        ["EET"] = 120, ["EEST"] = 180, ["SAST"] = 120, ["WAT"] = 60, ["CAT"] = 120, ["EAT"] = 180, ["MSK"] = 180, ["TRT"] = 180, ["AST"] = -240,
        ["ADT"] = -180, ["EST"] = -300, ["EDT"] = -240, ["CST"] = -360, ["CDT"] = -300, ["MST"] = -420, ["MDT"] = -360, ["PST"] = -480,
        ["PDT"] = -420, ["AKST"] = -540, ["AKDT"] = -480, ["HST"] = -600, ["NST"] = -210, ["NDT"] = -150, ["ART"] = -180, ["BRT"] = -180,
        ["BRST"] = -120, ["CLT"] = -240, ["CLST"] = -180, ["COT"] = -300, ["PET"] = -300, ["GST"] = 240, ["PKT"] = 300, ["IST"] = 330,
        ["NPT"] = 345, ["BDT"] = 360, ["ICT"] = 420, ["WIB"] = 420, ["SGT"] = 480, ["HKT"] = 480, ["PHT"] = 480, ["MYT"] = 480, ["AWST"] = 480,
        ["JST"] = 540, ["KST"] = 540, ["ACST"] = 570, ["ACDT"] = 630, ["AEST"] = 600, ["AEDT"] = 660, ["NZST"] = 720, ["NZDT"] = 780,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a zone by an abbreviation, a difference to UTC, or its name in the time zone database.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        if (Abbreviations.TryGetValue(name, out var minutes) || TryReadDifference(name, out minutes))
            zone = minutes == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromMinutes(minutes), name, name);

        // The text comes from outside, and the database consists of files: only what looks like a name is looked up.
        return zone is not null ||
            (name.Length is > 3 and < 50 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') && char.IsAsciiLetter(name[0]) &&
             TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone));
    }

    // +01:00, -0530, +2, also behind UTC or GMT.
    private static bool TryReadDifference(string text, out int minutes)
    {
        minutes = 0;
        if (text.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) || text.StartsWith("GMT", StringComparison.OrdinalIgnoreCase))
            text = text[3..];
        if (text.Length < 2 || text[0] is not ('+' or '-'))
            return false;

        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        if (digits.Length > 4 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;

        var (hours, rest) = digits.Length <= 2 ? (number, 0) : (number / 100, number % 100);
        minutes = ((hours * 60) + rest) * (text[0] == '-' ? -1 : 1);
        return rest < 60 && Math.Abs(minutes) <= 14 * 60;
    }
}
