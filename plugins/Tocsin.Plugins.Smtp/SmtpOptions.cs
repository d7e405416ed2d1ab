using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>What one mail handler can say.</summary>
[HandlerOptions]
internal sealed record SmtpOptions : IServedOptions
{
    /// <summary>Who gets the mail, <c>ops@example.com</c> or <c>Ops &lt;ops@example.com&gt;</c>; templates. Empty, the default: those of the configuration.</summary>
    [Destination]
    [ScriptProperty("to", IsArgument = true)]
    [ScriptProperty("to", Appends = true)]
    public IReadOnlyList<EventTemplate> To { get; init; } = [];

    /// <summary>Further ones, as later versions of the peer write those that are templates.</summary>
    [Destination]
    [ScriptProperty("toTemplates", Appends = true)]
    public IReadOnlyList<EventTemplate> ToTemplates { get; init; } = [];

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        var configured = settings as SmtpSettings;
        var isAnybodyLeft = configured is null || To.Concat(ToTemplates).Concat(configured.To).Any(MayBeAddress);
        foreach (var (option, text) in To.Select(to => ("to", to)).Concat(ToTemplates.Select(to => ("to-templates", to))).Where(one => !MayBeAddress(one.Item2)))
        {
            yield return new OptionProblem(
                option, $"'{text}' isn't an address and gets no mail{(isAnybodyLeft ? "" : ", and nobody else is named")}: write one such as ops@example.com");
        }

        if (!isAnybodyLeft && To.Count + ToTemplates.Count == 0)
        {
            yield return new OptionProblem(
                "to", "there is no recipient: name one in the handler, or for all handlers as 'to' in the section 'smtp' of the server's configuration"
                    + (configured?.To is [var wrong, ..] ? $", where '{wrong}' isn't an address" : ""));
        }
    }

    private static bool MayBeAddress(EventTemplate text) => text.HasParts || MailAddress.TryParse(text.Text, out _);
}
