using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MimeKit;

namespace Tocsin.Plugins.Smtp;

/// <summary>Reads addresses that every mail server takes: in ASCII, names of hosts aside.</summary>
internal static class MailAddress
{
    private static readonly IdnMapping Idn = new();
    private static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict, AllowAddressesWithoutDomain = false, AllowUnquotedCommasInAddresses = false,
    };

    /// <summary>Reads <c>ops@example.com</c> or <c>Ops &lt;ops@example.com&gt;</c>. False for what could not be told to a mail server.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailboxAddress? address) =>
        MailboxAddress.TryParse(Strict, text, out address) && Ascii.IsValid(address.LocalPart) && HasAsciiForm(address.Domain);

    private static bool HasAsciiForm(string host)
    {
        try
        {
            return Ascii.IsValid(host) || Idn.GetAscii(host).Length > 0;
        }
        catch (ArgumentException)
        {
            // Not a name that exists in ASCII; the caller says so.
            return false;
        }
    }
}
