using System.Net;

namespace Tocsin.Sdk;

/// <summary>What became of an attempt to deliver an event. An exception counts as <see cref="Retry"/>, with its message as the reason.</summary>
public sealed record Delivery
{
    /// <summary>The other side took the event.</summary>
    public static readonly Delivery Done = new() { Outcome = DeliveryOutcome.Done };

    // More than anybody reads, whatever a handler makes of it. Secrets are hidden, and then it is cut to what is shown.
    private const int LongestText = 64 * 1024;

    private Delivery()
    {
    }

    /// <summary>Whether the event is taken, to be tried again or refused for good.</summary>
    public DeliveryOutcome Outcome { get; private init; }

    /// <summary>Why the event was not taken; null when it was. Must not hold a secret. What is longer than 8192 characters is cut.</summary>
    public string? Reason { get; internal init => field = Cut(value); }

    /// <summary>How long the other side wants to be left alone; null lets the engine choose.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>What the other side answered, for the ledger; null when nothing did.</summary>
    public string? Reply { get; init => field = Cut(value); }

    /// <summary>The incident that the other side has for the alert now, to be shown with the alert; null when it names none.</summary>
    public IncidentReference? Incident { get; init; }

    /// <summary>The event was not taken, but may be later: an outage, a timeout, too many requests.</summary>
    public static Delivery Retry(string reason, TimeSpan? after = null) =>
        new() { Outcome = DeliveryOutcome.Retry, Reason = reason, RetryAfter = after };

    /// <summary>The event will never be taken as it is: a wrong key, a payload that is not understood. It goes to the dead letters.</summary>
    public static Delivery Refused(string reason) => new() { Outcome = DeliveryOutcome.Refused, Reason = reason };

    /// <summary>2xx is done; 408, 425, 429 and 5xx are to be tried again; all else is refused.</summary>
    /// <param name="status">The status of the answer.</param>
    /// <param name="reply">What the answer said, shown to the operator.</param>
    /// <param name="retryAfter">The wish of a <c>Retry-After</c> header.</param>
    public static Delivery FromStatus(HttpStatusCode status, string? reply = null, TimeSpan? retryAfter = null)
    {
        var code = (int)status;
        if (code is >= 200 and < 300)
            return reply is null ? Done : Done with { Reply = reply };

        var reason = string.IsNullOrWhiteSpace(reply) ? $"status {code}" : $"status {code}: {reply}";
        var delivery = code is 408 or 425 or 429 or >= 500 ? Retry(reason, retryAfter) : Refused(reason);
        return delivery with { Reply = reply };
    }

    private static string? Cut(string? text) => text is null ? null : LimitedText.Cut(text, LongestText);
}
