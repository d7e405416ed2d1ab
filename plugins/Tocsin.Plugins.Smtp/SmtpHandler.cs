using MailKit.Net.Smtp;
using MimeKit;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>Sends alerts by mail.</summary>
[AlertHandler("smtp", Property = "email")]
[ServiceTest("to")]
[ServiceTest("subject", EventPart.Message, Default = "test subject")]
[ServiceTest("body", EventPart.Details, Default = "test body")]
internal sealed class SmtpHandler : IGroupHandler, IDisposable
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

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => SendAsync(alert, cancellationToken);

    /// <summary>One mail: a table of the alerts, and below it what their authors wrote of each.</summary>
    public ValueTask<Delivery> HandleGroupAsync(AlertGroup group, CancellationToken cancellationToken) =>
        SendAsync(group.Event with { Details = GroupMail.Body(group) }, cancellationToken);

    private async ValueTask<Delivery> SendAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var recipients = _recipients.Of(alert, out var problem);
        if (recipients.Count == 0)
            return Delivery.Refused(problem);

        if (!MailAddress.TryParse(_settings.From, out var from))
            return Delivery.Refused($"mail: '{_settings.From}' isn't an address to send from; correct 'from' in the section 'smtp'");

        var mail = Mail.Write(alert, from, recipients, _context.Hostname, _time.GetUtcNow());
        try
        {
            return await _mailer.UseAsync(client => SendAsync(client, alert, mail, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (MailFailure.TryJudge(e, _settings, out var failed))
        {
            return failed;
        }
    }

    public void Dispose() => _mailer.Dispose();

    private async ValueTask<Delivery> SendAsync(MailClient client, AlertEvent alert, MimeMessage mail, CancellationToken cancellationToken)
    {
        var taken = await client.MailAsync(mail, cancellationToken).ConfigureAwait(false);

        // One wrong address must not keep the mail from the others.
        foreach (var one in client.Refused)
            _context.Log($"the mail of '{alert.Id}' was refused for {one}");
        return Delivery.Done with { Reply = MailFailure.Words(SmtpStatusCode.Ok, taken) };
    }
}
