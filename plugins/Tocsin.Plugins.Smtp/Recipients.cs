using MimeKit;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>Who gets the mail of an event.</summary>
internal sealed class Recipients(SmtpOptions options, SmtpSettings settings, HandlerContext context)
{
    private readonly EventTexts _texts = new("mail", context);
    private readonly IReadOnlyList<EventTemplate> _own = [.. options.To, .. options.ToTemplates];

    /// <summary>The addresses; those of the configuration when the handler has none that is one for this event.</summary>
    /// <param name="alert">The event.</param>
    /// <param name="problem">Why there are none.</param>
    public IReadOnlyList<MailboxAddress> Of(AlertEvent alert, out string problem)
    {
        problem = "mail: no recipients: name them in the handler or as 'to' in the section 'smtp' of the server's configuration";
        foreach (var templates in (ReadOnlySpan<IReadOnlyList<EventTemplate>>)[_own, settings.To])
        {
            var texts = _texts.Of("to", alert, templates, [], out var nothing);
            if (Addresses(texts, alert) is { Count: > 0 } addresses)
                return addresses;
            if (texts.Count > 0)
                problem = $"mail: no recipient is an address: '{string.Join("', '", texts)}'";
            else if (nothing.Length > 0)
                problem = nothing;
        }

        return [];
    }

    private List<MailboxAddress> Addresses(IReadOnlyList<string> texts, AlertEvent alert)
    {
        var addresses = new List<MailboxAddress>(texts.Count);
        foreach (var text in texts)
        {
            if (MailAddress.TryParse(text, out var address))
                addresses.Add(address);
            else
                context.Log($"no mail of '{alert.Id}' goes to '{text}', which isn't an address");
        }

        return addresses;
    }
}
