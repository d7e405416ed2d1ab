using System.Globalization;
using System.Text;

namespace Tocsin.Alerting.Configuration;

/// <summary>
/// Names that become part of addresses of the API: what has one that does not fit there could never be shown or deleted again. Nor can one
/// that nobody can read: with characters that are not seen, or that turn others round, it passes for another name.
/// </summary>
public static class AddressableName
{
    /// <summary>Characters of a name.</summary>
    public const int Longest = 256;

    /// <summary>Why a name cannot be part of an address; null when it can.</summary>
    public static string? Problem(string name)
    {
        if (name is "." or "..")
            return $"\"{name}\" means a place in addresses: add a letter or number";
        if (name.Length > Longest)
            return $"it has {name.Length} characters, and addresses have room for {Longest}";
        var at = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            at++;
            if (IsUnseen(rune))
                return $"its character {at} is U+{rune.Value:X4}, which is not seen: leave it out";
        }

        return null;
    }

    // What stands for half of a surrogate pair is U+FFFD.
    private static bool IsUnseen(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
}
