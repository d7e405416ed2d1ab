namespace Tocsin.Sdk.TestKit;

/// <summary>What a handler is made with when it is put to the <see cref="HandlerContract"/>.</summary>
/// <param name="Url">The address of the stand-in for the vendor, with a slash at its end.</param>
/// <param name="Http">The client.</param>
/// <param name="Time">The clock.</param>
public sealed record ContractSetting(Uri Url, HttpClient Http, TimeProvider Time);
