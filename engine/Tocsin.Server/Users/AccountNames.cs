using System.Globalization;
using System.Text;

namespace Tocsin.Server.Users;

/// <summary>What users and tokens can be called.</summary>
internal static class AccountNames
{
    public const int Longest = 128;

    /// <summary>Whether something can be the name of a user.</summary>
    // A colon ends the name in the credentials of HTTP; it and a tilde mark those that are not users. Dots lead elsewhere in the paths of addresses.
    public static bool IsOfUser(string name) =>
        IsReadable(name) && !name.StartsWith('~') && !name.AsSpan().ContainsAny(":,") && name is not ("." or "..");

    /// <summary>Whether a name is shown as what it is: on one line, and without letters that nobody sees.</summary>
    public static bool IsReadable(string name) => name.Length is > 0 and <= Longest && name.Trim() == name && name.EnumerateRunes().All(IsSeen);

    private static bool IsSeen(Rune letter) => letter != Rune.ReplacementChar && Rune.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
