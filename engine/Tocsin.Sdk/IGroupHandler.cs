namespace Tocsin.Sdk;

/// <summary>
/// A handler that has a form for several alerts at once. Where a handler's <c>delivery</c> groups or limits, it is called with the list; a handler
/// that is no <see cref="IGroupHandler"/> gets one event in the place of them all, see <see cref="AlertGroup.Event"/>.
/// </summary>
public interface IGroupHandler : IAlertHandler
{
    /// <summary>Delivers a group and says what became of it: of all its members.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Ends when the attempt has taken too long, or the server stops.</param>
    ValueTask<Delivery> HandleGroupAsync(AlertGroup group, CancellationToken cancellationToken);
}
