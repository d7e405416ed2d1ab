namespace Tocsin.Sdk;

/// <summary>The three ends of an attempt.</summary>
public enum DeliveryOutcome
{
    /// <summary>Taken.</summary>
    Done,

    /// <summary>Not taken; the engine tries again.</summary>
    Retry,

    /// <summary>Refused for good.</summary>
    Refused,
}
