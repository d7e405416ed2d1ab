using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>An event as a mail: the message is its subject, the details are its HTML body.</summary>
internal static class Mail
{
    /// <summary>The whole mail with CR LF line ends.</summary>
    /// <param name="alert">The event.</param>
    /// <param name="from">The sender.</param>
    /// <param name="to">All who get it.</param>
    /// <param name="hostname">The name of this server.</param>
    /// <param name="now">The time of sending.</param>
    public static string Write(AlertEvent alert, MailAddress from, IReadOnlyList<MailAddress> to, string hostname, DateTimeOffset now)
    {
        var mail = new StringBuilder(alert.Details.Length + 512);
        Header("Mime-Version", "1.0");
        Header("Date", now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000");
        Header("From", from.Header);
        Header("To", string.Join(",\r\n ", to.Select(t => t.Header)));
        Header("Subject", HeaderText.Encode(alert.Message, "Subject: ".Length));

        // Mail programs know by these a mail that came twice, and show the mails of one alert together.
        Header("Message-ID", IdOf(alert.IdempotencyKey.Length > 0 ? alert.IdempotencyKey : $"{alert.Id}@{alert.UnixNanoseconds}", hostname));
        Header("References", IdOf(alert.Topic + "/" + alert.Id, hostname));
        Header("Auto-Submitted", "auto-generated");
        Header("Content-Type", "text/html; charset=UTF-8");
        Header("Content-Transfer-Encoding", "quoted-printable");
        return mail.Append("\r\n").Append(QuotedPrintable.Encode(alert.Details)).ToString();

        void Header(string name, string value) => mail.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    private static string IdOf(string text, string hostname) =>
        $"<{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}@{(Ascii.IsValid(hostname) ? hostname : "localhost")}>";
}
