using MailKit.Net.Smtp;
using MimeKit;

namespace Tocsin.Plugins.Smtp;

/// <summary>A connection to the mail server. An address refused for good keeps no mail from the others; one refused for now keeps it from all. For one mail at a time.</summary>
internal sealed class MailClient : SmtpClient
{
    private readonly List<string> _refused = [];

    public MailClient()
    {
        LocalDomain = "localhost";
        CheckCertificateRevocation = false;
    }

    /// <summary>Whom the last mail was refused for, with the server's words.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Sends a mail to all it names.</summary>
    /// <returns>What the server said when it took the mail.</returns>
    public Task<string> MailAsync(MimeMessage mail, CancellationToken cancellationToken)
    {
        _refused.Clear();
        return SendAsync(mail, cancellationToken);
    }

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        // Sending to the others now would send to them again at each further try.
        if (!MailFailure.IsPermanent(response.StatusCode))
            base.OnRecipientNotAccepted(message, mailbox, response);
        _refused.Add($"{mailbox.Address}: {MailFailure.Words(response.StatusCode, response.Response)}");
    }

    protected override void OnNoRecipientsAccepted(MimeMessage message) =>
        throw new MailRefusedException($"takes no mail to {string.Join("; ", _refused)}");
}
