namespace Tocsin.Sdk;

/// <summary>A part of an event that a test of a service chooses.</summary>
public enum EventPart
{
    /// <summary><see cref="AlertEvent.Id"/>.</summary>
    Id,

    /// <summary><see cref="AlertEvent.Level"/>.</summary>
    Level,

    /// <summary><see cref="AlertEvent.Message"/>.</summary>
    Message,

    /// <summary><see cref="AlertEvent.Details"/>.</summary>
    Details,
}
