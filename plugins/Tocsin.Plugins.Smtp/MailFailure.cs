using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>What becomes of a mail that could not be sent.</summary>
internal static class MailFailure
{
    private const int FirstPermanentCode = 500;

    public static bool IsPermanent(SmtpStatusCode code) => (int)code >= FirstPermanentCode;

    /// <summary>A reply in one line, as the server gave it.</summary>
    public static string Words(SmtpStatusCode code, string text) => $"{(int)code} {OneLine(text)}";

    /// <summary>Judges what was thrown while a mail was sent. False for what is not about mail, and for what was cancelled.</summary>
    public static bool TryJudge(Exception failure, SmtpSettings settings, [NotNullWhen(true)] out Delivery? delivery)
    {
        var place = $"{settings.Host}:{settings.Port}";
        delivery = failure switch
        {
            OperationCanceledException => null,
            MailRefusedException => Delivery.Refused($"the mail server {place} {failure.Message}"),
            SmtpCommandException refusal => Judge(refusal.StatusCode, $"the mail server {place} {TextOf(refusal)}"),
            AuthenticationException { InnerException: SmtpCommandException refusal } => Judge(
                refusal.StatusCode, $"the mail server {place} refuses the login as '{settings.Username}': {Words(refusal.StatusCode, refusal.Message)}"),
            AuthenticationException => Delivery.Refused($"the mail server {place} refuses the login as '{settings.Username}': {OneLine(failure.Message)}"),
            SslHandshakeException { InnerException: (IOException or SocketException) and { Message: var why } } => Unreachable(place, why),
            SslHandshakeException => Delivery.Refused(
                $"the connection to the mail server {place} could not be encrypted: {failure.InnerException?.Message ?? OneLine(failure.Message)}; 'no-verify: true' takes any certificate"),
            IOException or SocketException or ProtocolException or ServiceNotConnectedException => Unreachable(place, failure.Message),
            _ => null,
        };
        return delivery is not null;
    }

    private static Delivery Unreachable(string place, string why) => Delivery.Retry($"the mail server {place} could not be reached: {OneLine(why)}");

    private static Delivery Judge(SmtpStatusCode code, string reason) => IsPermanent(code) ? Delivery.Refused(reason) : Delivery.Retry(reason);

    private static string TextOf(SmtpCommandException refusal)
    {
        var step = refusal.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => $"takes no mail to {refusal.Mailbox?.Address} now",
            SmtpErrorCode.SenderNotAccepted => $"takes no mail from {refusal.Mailbox?.Address}",
            SmtpErrorCode.MessageNotAccepted => "does not take the mail",
            _ => "does not talk to us",
        };
        return $"{step}: {Words(refusal.StatusCode, refusal.Message)}";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
