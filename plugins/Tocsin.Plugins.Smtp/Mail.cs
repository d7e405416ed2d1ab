using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Text;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>An event as a mail: the message is its subject, the details are its HTML body.</summary>
internal static class Mail
{
    /// <summary>The whole mail.</summary>
    /// <param name="alert">The event.</param>
    /// <param name="from">The sender.</param>
    /// <param name="to">All who get it.</param>
    /// <param name="hostname">The name of this server.</param>
    /// <param name="now">The time of sending.</param>
    public static MimeMessage Write(AlertEvent alert, MailboxAddress from, IEnumerable<MailboxAddress> to, string hostname, DateTimeOffset now)
    {
        var mail = new MimeMessage
        {
            Date = now,
            Subject = OneLine(alert.Message),
            Body = new TextPart(TextFormat.Html) { Text = alert.Details, ContentTransferEncoding = ContentEncoding.QuotedPrintable },

            // Mail programs know by these a mail that came twice, and show the mails of one alert together.
            MessageId = IdOf(alert.IdempotencyKey.Length > 0 ? alert.IdempotencyKey : $"{alert.Id}@{alert.UnixNanoseconds}", hostname),
        };
        mail.From.Add(from);
        mail.To.AddRange(to);
        mail.References.Add(IdOf(alert.Topic + "/" + alert.Id, hostname));
        mail.Headers[HeaderId.AutoSubmitted] = "auto-generated";
        return mail;
    }

    // A line end in a value would begin a header of its own.
    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string IdOf(string text, string hostname) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}@{(Ascii.IsValid(hostname) ? hostname : "localhost")}";
}
