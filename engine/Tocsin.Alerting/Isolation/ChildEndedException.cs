namespace Tocsin.Alerting.Isolation;

/// <summary>The process of a handler has ended while a call was under way.</summary>
/// <param name="message">How, for people.</param>
/// <param name="isOwn">True when it ended by itself; false when the server ended it.</param>
internal sealed class ChildEndedException(string message, bool isOwn) : Exception(message)
{
    public bool IsOwn => isOwn;
}
