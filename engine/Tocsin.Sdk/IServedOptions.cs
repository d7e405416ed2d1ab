namespace Tocsin.Sdk;

/// <summary>
/// Options of a handler that can tell, before there is an alert, that a handler with them would deliver nothing: neither they nor the settings
/// name a recipient, or what they name is not configured. Unlike what <see cref="ICheckedOptions"/> finds it refuses no definition, as the
/// configuration may change; it is a warning wherever definitions are checked, defined and shown.
/// </summary>
public interface IServedOptions
{
    /// <summary>All that keeps a handler from delivering; empty when nothing does.</summary>
    /// <param name="settings">
    /// What the handler's constructor would get: the settings of the account that the options choose, or a list of all entries of the section for
    /// handlers that take them all. Null when they are not known, and while the service is switched off.
    /// </param>
    IEnumerable<OptionProblem> CheckDelivery(object? settings);
}
