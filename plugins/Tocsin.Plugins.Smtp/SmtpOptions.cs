using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>What one mail handler can say.</summary>
[HandlerOptions]
internal sealed record SmtpOptions
{
    /// <summary>Who gets the mail, <c>ops@example.com</c> or <c>Ops &lt;ops@example.com&gt;</c>; templates. Empty, the default: those of the configuration.</summary>
    [ScriptProperty("to", IsArgument = true)]
    [ScriptProperty("to", Appends = true)]
    public IReadOnlyList<EventTemplate> To { get; init; } = [];

    /// <summary>Further ones, as later versions of the peer write those that are templates.</summary>
    [ScriptProperty("toTemplates", Appends = true)]
    public IReadOnlyList<EventTemplate> ToTemplates { get; init; } = [];
}
