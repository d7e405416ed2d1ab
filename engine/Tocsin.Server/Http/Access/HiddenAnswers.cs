using System.Text.RegularExpressions;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Access;

/// <summary>
/// What other systems answer to handlers, and programs print, is for those who may define handlers: what is at an address that only the server
/// reaches is not for everybody who may look at its state.
/// </summary>
internal static partial class HiddenAnswers
{
    /// <summary>What the sender of a request sees of a reason.</summary>
    public static Func<string, string> In(HttpContext context) => AreHiddenFrom(context) ? Hide : static reason => reason;

    /// <summary>What they see of an entry of the ledger.</summary>
    public static Func<LedgerEntry, LedgerEntry> InEntries(HttpContext context) => AreHiddenFrom(context)
        ? static entry => entry with { Reply = entry.Reply.Length == 0 || Status().IsMatch(entry.Reply) ? entry.Reply : OptionMask.Hidden, Reason = Hide(entry.Reason) }
        : static entry => entry;

    private static bool AreHiddenFrom(HttpContext context) => !AccessGuard.CallerOf(context).May(Roles.Author);

    private static string Hide(string reason) => Answer().Replace(reason, "$1" + OptionMask.Hidden);

    [GeneratedRegex(@"^status \d{3}$")]
    private static partial Regex Status();

    [GeneratedRegex(@"(\bstatus \d{3}: |exit status -?\d+, output=).+", RegexOptions.Singleline)]
    private static partial Regex Answer();
}
