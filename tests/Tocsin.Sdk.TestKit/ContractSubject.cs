namespace Tocsin.Sdk.TestKit;

/// <summary>A handler that is put to the <see cref="HandlerContract"/>.</summary>
/// <param name="Handler">The handler.</param>
/// <param name="Options">The options and settings it was made from: what is marked secret in them must not be told.</param>
public sealed record ContractSubject(IAlertHandler Handler, params IReadOnlyList<object> Options);
