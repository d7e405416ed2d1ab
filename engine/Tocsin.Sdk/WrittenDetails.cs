namespace Tocsin.Sdk;

/// <summary>The details that the author of an alert wrote, for services that have a place for them.</summary>
public static class WrittenDetails
{
    /// <summary>The details; empty when nobody wrote any, or when they say the same as the message.</summary>
    public static string Of(AlertEvent alert) => alert.HasWrittenDetails && alert.Details != alert.Message ? alert.Details.Trim() : "";

    /// <summary>The same without the marks of HTML: lines where blocks end, addresses behind what links to them. Without the message, when they begin with it.</summary>
    public static string Plain(AlertEvent alert)
    {
        var plain = HtmlText.ToPlain(Of(alert));
        var message = alert.Message.Trim();
        return message.Length > 0 && plain.StartsWith(message, StringComparison.Ordinal) && (plain.Length == message.Length || plain[message.Length] == '\n')
            ? plain[message.Length..].Trim()
            : plain;
    }

    /// <summary>The message, and below an empty line the details as plain text.</summary>
    public static string AfterMessage(AlertEvent alert)
    {
        var details = Plain(alert);
        return details.Length == 0 ? alert.Message : $"{alert.Message}\n\n{details}";
    }
}
