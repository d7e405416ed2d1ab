namespace Tocsin.Sdk.TestKit;

/// <summary>What a handler is made with when it is put to the <see cref="HandlerContract"/>.</summary>
/// <param name="Url">The address of the stand-in for the vendor, with a slash at its end.</param>
/// <param name="Http">The client.</param>
/// <param name="Time">The clock.</param>
public sealed record ContractSetting(Uri Url, HttpClient Http, TimeProvider Time)
{
    /// <summary>
    /// What the option says that names whom the handler tells: its channel, recipient, team or key. Null leaves that to the configuration.
    /// </summary>
    public EventTemplate? Destination { get; init; }
}
