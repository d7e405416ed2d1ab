using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Tocsin.Plugins.Smtp;

/// <summary>An address as the mail server is told it and as the mail shows it.</summary>
/// <param name="Address">The bare address in ASCII, <c>ops@example.com</c>.</param>
/// <param name="Header">The address for a header, with its name when it has one.</param>
internal sealed record MailAddress(string Address, string Header)
{
    private static readonly IdnMapping Idn = new();

    /// <summary>Reads <c>ops@example.com</c> or <c>Ops &lt;ops@example.com&gt;</c>. False for what could not be told to a mail server.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailAddress? address)
    {
        address = null;
        if (!System.Net.Mail.MailAddress.TryCreate(text, out var parsed) || !Ascii.IsValid(parsed.User) || !TryHost(parsed.Host, out var host))
            return false;

        var bare = $"{parsed.User}@{host}";
        if (bare.Any(c => c <= ' ' || c is '<' or '>'))
            return false;

        var name = parsed.DisplayName;
        address = new MailAddress(bare, name.Length == 0 ? bare : $"{HeaderText.Phrase(name)} <{bare}>");
        return true;
    }

    private static bool TryHost(string host, out string ascii)
    {
        ascii = host;
        try
        {
            if (!Ascii.IsValid(host))
                ascii = Idn.GetAscii(host);
            return true;
        }
        catch (ArgumentException)
        {
            // Not a name that exists in ASCII; the caller says so.
            return false;
        }
    }
}
