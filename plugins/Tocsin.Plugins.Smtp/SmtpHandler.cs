using System.Net.Sockets;
using System.Security.Authentication;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>Sends alerts by mail.</summary>
[AlertHandler("smtp", Property = "email")]
internal sealed class SmtpHandler : IAlertHandler, IDisposable
{
    private readonly SmtpSettings _settings;
    private readonly HandlerContext _context;
    private readonly TimeProvider _time;
    private readonly Mailer _mailer;
    private readonly Recipients _recipients;

    public SmtpHandler(SmtpOptions options, SmtpSettings settings, HandlerContext context, TimeProvider time)
    {
        _settings = settings;
        _context = context;
        _time = time;
        _mailer = new Mailer(settings, time);
        _recipients = new Recipients(options, settings, context);
    }

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var recipients = _recipients.Of(alert, out var problem);
        if (recipients.Count == 0)
            return Delivery.Refused(problem);

        if (!MailAddress.TryParse(_settings.From, out var from))
            return Delivery.Refused($"mail: '{_settings.From}' is no address to send from; correct 'from' in the section 'smtp'");

        var mail = Mail.Write(alert, from, recipients, _context.Hostname, _time.GetUtcNow());
        try
        {
            return await _mailer.UseAsync(c => SendAsync(c, alert, from, recipients, mail, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpException e)
        {
            var reason = $"the mail server {Place} {e.Message}";
            return e.IsPermanent ? Delivery.Refused(reason) : Delivery.Retry(reason);
        }
        catch (AuthenticationException e)
        {
            return Delivery.Refused($"the connection to the mail server {Place} could not be encrypted: {e.Message}; 'no-verify: true' takes any certificate");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return Delivery.Retry($"the mail server {Place} could not be reached: {e.Message}");
        }
    }

    public void Dispose() => _mailer.Dispose();

    private string Place => $"{_settings.Host}:{_settings.Port}";

    private async ValueTask<Delivery> SendAsync(
        SmtpConnection connection, AlertEvent alert, MailAddress from, IReadOnlyList<MailAddress> recipients, string mail, CancellationToken cancellationToken)
    {
        await connection.BeginMailAsync(from.Address, cancellationToken).ConfigureAwait(false);
        var refused = new List<string>();
        foreach (var to in recipients)
        {
            var reply = await connection.AddRecipientAsync(to.Address, cancellationToken).ConfigureAwait(false);

            // Sending to the others now would send to them again at each further try.
            if (!reply.IsGood && !reply.IsPermanent)
                throw new SmtpException($"takes no mail to {to.Address} now: {reply}", isPermanent: false);
            if (!reply.IsGood)
                refused.Add($"{to.Address}: {reply}");
        }

        if (refused.Count == recipients.Count)
            throw new SmtpException($"takes no mail to {string.Join("; ", refused)}", isPermanent: true);

        var taken = await connection.SendMailAsync(mail, cancellationToken).ConfigureAwait(false);

        // One wrong address must not keep the mail from the others.
        foreach (var one in refused)
            _context.Log($"the mail of '{alert.Id}' was refused for {one}");
        return Delivery.Done with { Reply = taken.ToString() };
    }
}
