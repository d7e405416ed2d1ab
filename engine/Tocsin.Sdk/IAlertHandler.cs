namespace Tocsin.Sdk;

/// <summary>
/// Takes events out of the engine. One instance serves one handler definition; the engine calls it for several alert ids at once, but for
/// one id only after the event before is done with. Exceptions may leave <see cref="HandleAsync"/>: the engine judges them, see
/// <see cref="Delivery"/>.
/// </summary>
public interface IAlertHandler
{
    /// <summary>Delivers one event and says what became of it.</summary>
    /// <param name="alert">The event.</param>
    /// <param name="cancellationToken">Ends when the attempt has taken too long, or the server stops.</param>
    ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken);
}
